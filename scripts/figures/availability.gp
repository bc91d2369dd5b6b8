# How long a service is down in a year, why, and how sure that is.
# Needs: data, figure.
set terminal pngcairo size 1500,1200 font "DejaVu Sans,14" background "white"
set output figure
set datafile separator "\t"
set encoding utf8

array facts[12]
stats data index "facts" using (service = strcol(1), 1) nooutput
do for [k in "2 3 5 6 7 8 10 11 12"] {
    facts[int(k)] = NaN
    stats data index "facts" using (facts[int(k)] = column(int(k)), 1) nooutput
}
count = facts[2]; days = facts[3]; mean = facts[5]; low = facts[6]
high = facts[7]; level = facts[8] == facts[8] ? facts[8] : 0.95
least = facts[10]; most = facts[11]; causes = facts[12]
interval = sprintf("%g %% interval", 100 * level)
# Two digits more than there are nines.
lacking = mean < 100 ? 100 - mean : low < 100 ? 100 - low : 1
finer = 2 - floor(log10(lacking))
told(percent) = sprintf(sprintf("%%.%df", finer < 3 ? 3 : finer), \
                        percent)
minutes(percent) = (100 - percent) / 100 * 525600

# A width of about a thirtieth of the range: 1, 2 or 5 times a power of ten.
spread = most > least ? (most - least) / 30 : (most > 0 ? most / 10 : 1)
power = 10**floor(log10(spread))
width = spread <= power ? power : spread <= 2 * power ? 2 * power : \
    spread <= 5 * power ? 5 * power : 10 * power
bin(x) = width * (floor(x / width) + 0.5)

# Student's t by Cornish and Fisher
# (Abramowitz and Stegun, 26.7.5).
z = invnorm(0.5 + level / 2)
t(f) = z + (z**3 + z) / (4 * f) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * f**2)
deviation(n, m, m2) = sqrt((m2 > m * m ? m2 - m * m : 0) * n / (n - 1.0))
half(n, m, m2) = n < 5 ? NaN : 100 * t(n - 1.0) * deviation(n, m, m2) / sqrt(n)
percent(m) = 100 * (1 - m)
shown(x) = x > 100 ? 100 : x

bottom = top = mean == mean ? mean : 100
if (count >= 5) {
    stats data index "replications" using \
        (percent($3) - half($1, $3, $4)) nooutput
    bottom = STATS_min
    stats data index "replications" using \
        (shown(percent($3) + half($1, $3, $4))) nooutput
    top = STATS_max
}

set linetype 1 linecolor rgb "#0072B2" linewidth 2.5
set linetype 2 linecolor rgb "#D55E00" linewidth 2.5
set grid linecolor rgb "#DDDDDD" linewidth 1 linetype 1
set border 3 linecolor rgb "#555555"
set tics nomirror out textcolor rgb "#333333"
set key noenhanced
set style fill solid 0.8 noborder

set multiplot
set label 1 (most > 0 ? sprintf("%s: availability %s %%", service, told(mean)) \
                      : sprintf("%s: never down", service)) \
    at screen 0.5, 0.967 center font "DejaVu Sans,22" noenhanced
set label 2 (low != low ? "" : most > 0 ? \
             sprintf("%s %s to %s %%;  ", interval, told(low), told(high)) : \
             sprintf("availability at least %s %%;  ", told(low))) . \
    sprintf("%g replication%s of %.3g days", count, count == 1 ? "" : "s", days) \
    at screen 0.5, 0.93 center textcolor rgb "#555555"

# Above, left: a year differs from the next.
set lmargin at screen 0.075; set rmargin at screen 0.53
set tmargin at screen 0.83; set bmargin at screen 0.53
set title "Downtime in a year, over replications" font "DejaVu Sans,16" offset 0,1.4
set key at graph 0.5, screen 0.855 center horizontal maxrows 1 width -4 samplen 1.5
set xlabel "downtime in a year [minutes]"
set ylabel "replications"
set yrange [0:*]
set xrange [(least > 0 ? bin(least) - width : 0) : bin(most) + width]
set boxwidth 0.92 * width
set samples 2
if (low == low && mean == mean) {
    set object 1 rectangle from minutes(high), graph 0 to minutes(low), graph 1 \
        fillcolor rgb "#D55E00" fillstyle transparent solid 0.25 noborder front
}
if (mean == mean) {
    set arrow 1 from minutes(mean), graph 0 to minutes(mean), graph 1 nohead \
        linecolor rgb "#D55E00" linewidth 2.5 front
}
plot data index "replications" using (bin($2)):(1) smooth frequency \
         with boxes linecolor rgb "#56B4E9" notitle, \
     NaN with lines linetype 2 title sprintf("mean: %.3g min", minutes(mean)), \
     NaN with boxes fillstyle transparent solid 0.25 noborder \
         linecolor rgb "#D55E00" title (low == low ? \
         sprintf("its %s: %.3g to %.3g min", interval, minutes(high), \
                 minutes(low)) : "")
unset object 1
unset arrow 1
unset label 1
unset label 2

# Above, right: why.
set lmargin at screen 0.70; set rmargin at screen 0.95
set title "Downtime by cause" font "DejaVu Sans,16" offset 0,1.4
unset key
set xlabel "share of the downtime [%]"
unset ylabel
set xrange [0:100]
set xtics 25
# Names that are empty, not points that are NaN: gnuplot 5.4 dies of labels that
# all are.
inside(share) = share > 45
told_of(share, minutes) = sprintf("%.0f %%, %.3g min a year", share, minutes)
if (causes > 0) {
    set yrange [causes + 0.7 : 0.3]
    set grid noytics
    set ytics scale 0 noenhanced
    set boxwidth 0.6
    plot data index "causes" using ($3 / 2):1:($3 / 2):(0.3):ytic(2) \
             with boxxyerror linecolor rgb "#009E73", \
         "" index "causes" using ($3 - 2):1:(inside($3) ? told_of($3, $4) : "") \
             with labels right font "DejaVu Sans,12" textcolor rgb "white", \
         "" index "causes" using ($3 + 2):1:(inside($3) ? "" : told_of($3, $4)) \
             with labels left font "DejaVu Sans,12"
} else {
    set yrange [0:1]
    unset ytics
    set label 3 "it was never down" at graph 0.5, 0.5 center
    plot NaN notitle
    unset label 3
}

# Below: how the estimate settles.
set lmargin at screen 0.115; set rmargin at screen 0.925
set tmargin at screen 0.37; set bmargin at screen 0.075
set border 11
set title "The estimate of availability as replications add up" \
    font "DejaVu Sans,16" offset 0,1.2
set key at graph 0.5, screen 0.395 center horizontal maxrows 1 samplen 2
set xlabel "replications"
set ylabel "availability [%]" offset -1,0
set y2label "downtime in a year [minutes]" offset 1,0 rotate by -90
set grid xtics ytics
set xtics autofreq
if (count < 5) {
    set label 4 "too few replications for an estimate of its own" \
        at graph 0.5, 0.5 center
}
set ytics autofreq scale 1 format "%.5g"
set y2tics
set xrange [0 : count * 1.02]
margin = top > bottom ? (top - bottom) * 0.06 : 1e-3
digits = ceil(-log10(top - bottom + 2 * margin)) + 1
set format y sprintf("%%.%df", digits < 0 ? 0 : digits)
ceiling = top + margin > 100 ? 100 : top + margin
set yrange [bottom - margin : ceiling]
set y2range [minutes(bottom - margin) : minutes(ceiling)]
plot data index "replications" using 1:(percent($3) - half($1, $3, $4)): \
         (shown(percent($3) + half($1, $3, $4))) with filledcurves \
         fillcolor rgb "#56B4E9" fillstyle transparent solid 0.35 \
         title interval, \
     "" index "replications" using ($1 < 5 ? NaN : $1):(percent($3)) \
         with lines linetype 1 title "mean of the replications so far"
unset multiplot
