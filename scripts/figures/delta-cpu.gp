# The CPU that is used, of nodes and of requests, and how far these are apart:
# over a day and over the whole time. Needs: data, figure.
set terminal pngcairo size 1500,1200 font "DejaVu Sans,14" background "white"
set output figure
set datafile separator "\t"
set encoding utf8

stats data index "facts" using (scenario = strcol(1), $2) nooutput
replication = STATS_max
stats data index "facts" using 3 nooutput
days = STATS_max
stats data index "facts" using 4 nooutput
p = STATS_max
stats data index "facts" using 5 nooutput
theta = STATS_max
stats data index "facts" using 6 nooutput
delta = STATS_max

set linetype 1 linecolor rgb "#0072B2" linewidth 3 pointtype 7 pointsize 0.9
set linetype 2 linecolor rgb "#E69F00" linewidth 3 pointtype 5 pointsize 0.9
set linetype 3 linecolor rgb "#009E73" linewidth 3 pointtype 9 pointsize 1.1
set grid linecolor rgb "#DDDDDD" linewidth 1 linetype 1
set border 3 linecolor rgb "#555555"
set tics nomirror out textcolor rgb "#333333"
set style fill transparent solid 0.22 noborder
set xzeroaxis linecolor rgb "#555555" linewidth 1 linetype 1
set lmargin at screen 0.075; set rmargin at screen 0.965
set ylabel "CPU utilisation [%]"
set offsets 0, 0, graph 0.04, graph 0.04

set multiplot
set label 1 sprintf("%s: CPU deviation Δ (replication %.0f, %.3g days)", \
                    scenario, replication, days) \
    at screen 0.5, 0.967 center font "DejaVu Sans,22" noenhanced
set label 2 "P_{avg}: used of what is allocatable, mean over nodes;  " . \
    "θ̄: used of what is requested, mean over running pods" \
    at screen 0.5, 0.93 center textcolor rgb "#555555"
array names[3] = [sprintf("P_{avg}, mean %.2f %%", p), \
                  sprintf("θ̄, mean %.2f %%", theta), \
                  sprintf("Δ_{cpu} = P_{avg} − θ̄, mean %.2f %%", delta)]

set tmargin at screen 0.83; set bmargin at screen 0.535
set title "Over a day: mean and range of each hour" \
    font "DejaVu Sans,16" offset 0,1.4
set key at screen 0.5, screen 0.855 center horizontal maxrows 1 width -2 samplen 2
set xlabel "hour of the day"
set xrange [0:24]
set xtics 3
plot for [k = 1:3] data index "hours" \
         using 1:(column(3 * k)):(column(3 * k + 1)) \
         with filledcurves linetype k notitle, \
     for [k = 1:3] data index "hours" using 1:(column(3 * k - 1)) \
         with linespoints linetype k title names[k]

unset label 1
unset label 2
set tmargin at screen 0.37; set bmargin at screen 0.075
set title "Over the whole time: mean and range of each day" \
    font "DejaVu Sans,16" offset 0,1.4
set key at screen 0.5, screen 0.395 center horizontal maxrows 1 width -2 samplen 2
set xlabel "day"
set xrange [0 : days > 1 ? days : 1]
set xtics autofreq
plot for [k = 1:3] data index "days" \
         using 1:(column(3 * k)):(column(3 * k + 1)) \
         with filledcurves linetype k notitle, \
     for [k = 1:3] data index "days" using 1:(column(3 * k - 1)) \
         with lines linetype k title names[k]
unset multiplot
