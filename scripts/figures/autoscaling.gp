# What is asked of a Service, how many replicas answer, and the CPU that is used
# meanwhile, on one axis of time, with what befell the cluster. Needs: data,
# figure.
set terminal pngcairo size 1500,1500 font "DejaVu Sans,14" background "white"
set output figure
set datafile separator "\t"
set encoding utf8

stats data index "facts" using (service = strcol(1), scenario = strcol(2), \
                                replication = $3, horizon = $4, \
                                busy = $5, $4) nooutput
unit = horizon <= 6 * 3600 ? 60 : horizon <= 4 * 86400 ? 3600 : 86400
unit_name = unit == 60 ? "minutes" : unit == 3600 ? "hours" : "days"

# Marks, each with its name in the first lane that is free there: a character is
# about 0.0075 of the axis wide. Where no lane is, the line stands alone.
MOST = 200
LANES = 4
array at[MOST]
array names[MOST]
array faults[MOST]
count = 0
stats data index "marks" using (count < MOST ? (count = count + 1, \
    at[count] = $1 / unit, names[count] = strcol(2), faults[count] = $3) : 0) \
    nooutput
array filled[LANES]
do for [lane = 1:LANES] { filled[lane] = -1 }
array lanes[MOST]
array right[MOST]
unnamed = 0
used = 0
do for [i = 1:count] {
    x = at[i] * unit / horizon
    wide = 0.0075 * strlen(names[i]) + 0.012
    # To the left of its line where the axis ends.
    right[i] = x + wide > 1.02
    from = right[i] ? x - wide : x
    lanes[i] = 0
    do for [lane = LANES:1:-1] {
        if (filled[lane] <= from) { lanes[i] = lane }
    }
    if (lanes[i] > 0) {
        filled[lanes[i]] = right[i] ? x : x + wide
        used = lanes[i] > used ? lanes[i] : used
    } else {
        unnamed = unnamed + 1
    }
}
fault_colour = "#CC3311"
action_colour = "#555555"
colour(i) = faults[i] == 1 ? fault_colour : action_colour

set linetype 1 linecolor rgb "#0072B2" linewidth 3
set linetype 2 linecolor rgb "#E69F00" linewidth 3
set linetype 3 linecolor rgb "#009E73" linewidth 3
set grid linecolor rgb "#DDDDDD" linewidth 1 linetype 1
set border 3 linecolor rgb "#555555"
set tics nomirror out textcolor rgb "#333333"
set style textbox opaque noborder fillcolor rgb "white" margins 0.3, 0.3
set key noenhanced
set lmargin at screen 0.075; set rmargin at screen 0.965
set xrange [0 : horizon / unit]

set multiplot
set label 1 sprintf("%s in %s, replication %.0f", service, scenario, \
                    replication) \
    at screen 0.52, 0.972 center font "DejaVu Sans,22" noenhanced
set label 2 "P_{avg}: CPU used of what is allocatable, mean over nodes;  " . \
    "θ̄: used of what is requested, mean over running pods;  " . \
    "Δ_{cpu} = P_{avg} − θ̄" \
    at screen 0.52, 0.945 center textcolor rgb "#555555"
if (unnamed > 0) {
    set label 3 sprintf("%.0f marks have no room for their names", unnamed) \
        at screen 0.965, 0.018 right font "DejaVu Sans,11" \
        textcolor rgb "#555555"
}

# About five tics, 1, 2 or 5 times a power of ten apart.
tics(range) = range > 0 ? nice(range / 5.0, 10**floor(log10(range / 5.0))) : 1
nice(x, power) = x <= power ? power : x <= 2 * power ? 2 * power : \
    x <= 5 * power ? 5 * power : 10 * power
array spread[4]
do for [panel = 1:4] {
    stats data index "points" using (column(panel < 3 ? 2 * panel : \
                                            panel + 4)) nooutput
    spread[panel] = STATS_max - (panel < 4 || STATS_min > 0 ? 0 : STATS_min)
}

# The panels lie between the names of the marks and the axis of time.
top = 0.90 - 0.019 * used
low = 0.06
gap = 0.042
high = (top - low - 3 * gap) / 4.0 - 0.002
do for [i = 1:count] {
    set arrow 100 + i from at[i], graph 0 to at[i], graph 1 nohead \
        linecolor rgb colour(i) linewidth 1.5 dashtype 2 back
}

set format x ""
do for [panel = 1:4] {
    panel_top = top - (panel - 1) * (high + gap)
    set tmargin at screen panel_top
    set bmargin at screen panel_top - high
    set yrange [*:*]
    set ytics tics(spread[panel])
    set offsets 0, 0, graph 0.06, 0
    set key at graph 0.995, screen panel_top + 0.024 right top horizontal \
        opaque maxrows 1 samplen 2 width (panel == 1 ? -3 : 1)
    if (panel == 1) {
        do for [i = 1:count] {
            if (lanes[i] > 0) {
                y = top + 0.042 + 0.019 * (lanes[i] - 1)
                set arrow 400 + i from at[i], graph 1 to at[i], screen y \
                    nohead linecolor rgb colour(i) linewidth 1.5 dashtype 2
                if (right[i]) {
                    set label 100 + i names[i] at at[i], screen y right \
                        offset -0.5, 0 textcolor rgb colour(i) \
                        noenhanced boxed front
                } else {
                    set label 100 + i names[i] at at[i], screen y left \
                        offset 0.5, 0 textcolor rgb colour(i) \
                        noenhanced boxed front
                }
            }
        }
        set yrange [0:*]
        set ylabel "requests per second"
        if (busy > 0) {
            plot data index "points" using ($1 / unit):2:3 with filledcurves \
                     fillcolor rgb "#E69F00" fillstyle transparent solid 0.45 \
                     title "not served well", \
                 "" index "points" using ($1 / unit):2 with lines linetype 1 \
                     title "offered"
        } else {
            set label 4 "it has no traffic" at graph 0.5, 0.5 center
            plot NaN notitle
        }
        unset label 1; unset label 2; unset label 3; unset label 4
        do for [i = 1:count] {
            if (lanes[i] > 0) { unset label 100 + i; unset arrow 400 + i }
        }
    }
    if (panel == 2) {
        set yrange [0:*]
        set ylabel "replicas"
        plot data index "points" using ($1 / unit):4 with lines \
                 linecolor rgb "#BBBBBB" linewidth 8 title "wanted", \
             "" index "points" using ($1 / unit):5 with lines linetype 3 \
                 title "serving"
    }
    if (panel == 3) {
        set yrange [0:*]
        set ylabel "CPU utilisation [%]"
        plot data index "points" using ($1 / unit):6 with lines linetype 1 \
                 title "P_{avg}" enhanced, \
             "" index "points" using ($1 / unit):7 with lines linetype 2 \
                 title "θ̄" enhanced
    }
    if (panel == 4) {
        set format x "%g"
        set xlabel unit_name . " since measuring began"
        set xzeroaxis linecolor rgb "#555555" linewidth 1 linetype 1
        set offsets 0, 0, graph 0.06, graph 0.06
        set ylabel "Δ_{cpu} [%]"
        plot data index "points" using ($1 / unit):8 with lines linetype 3 \
                 title "Δ_{cpu}" enhanced
    }
}
unset multiplot
