# E1 break-even: At which rate of cheating does a virtual trusted party stop being cheaper than a visible one?
# Draw it anew: gnuplot e1-break-even.gp > e1-break-even.svg
csv = 'e1-break-even-summary.csv'
set terminal svg size 1120,910 dynamic enhanced font 'Helvetica,Arial,sans-serif,13' background rgb 'white'
set datafile separator comma
set datafile columnheaders
set datafile missing NaN
set encoding utf8
or(a, b) = a == a ? a : b # the second where the first is no number: one replication has no interval
set grid back lc rgb '#d0d0d0' lt 1
set border 3
set tics nomirror out
set tmargin 3
set lmargin 11
set bmargin 7.0
set key at graph 0.45,-0.289 center top vertical Left reverse maxrows 2 font ',11' samplen 3.5 width -2
set multiplot layout 2,2

set title 'Break-even, virtual party staffed in office hours' font ',13'
set xlabel 'exchanges a year'
set ylabel 'p* (bars: 5 to 95 % of prices; lowest: none)'
set logscale x
set format x '10^{%T}'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '0' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_year')) : NaN):(column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')):(or((column('break_even_cheating_rate_p05_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_p05_mean')), (column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')))):(or((column('break_even_cheating_rate_p95_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_p95_mean')), (column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '0' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_year')) : NaN):(column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title '$0 of handling a resolve', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_year')) : NaN):(column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')):(or((column('break_even_cheating_rate_p05_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_p05_mean')), (column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')))):(or((column('break_even_cheating_rate_p95_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_p95_mean')), (column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_year')) : NaN):(column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title '$5 of handling a resolve'

set title 'Break-even, virtual party staffed around the clock' font ',13'
set xlabel 'exchanges a year'
set ylabel 'p* (bars: 5 to 95 % of prices; lowest: none)'
set logscale x
set format x '10^{%T}'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'around-the-clock' && strcol('handling_usd_per_resolve') eq '0' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_year')) : NaN):(column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')):(or((column('break_even_cheating_rate_p05_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_p05_mean')), (column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')))):(or((column('break_even_cheating_rate_p95_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_p95_mean')), (column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'around-the-clock' && strcol('handling_usd_per_resolve') eq '0' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_year')) : NaN):(column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title '$0 of handling a resolve', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'around-the-clock' && strcol('handling_usd_per_resolve') eq '5' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_year')) : NaN):(column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')):(or((column('break_even_cheating_rate_p05_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_p05_mean')), (column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')))):(or((column('break_even_cheating_rate_p95_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_p95_mean')), (column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'around-the-clock' && strcol('handling_usd_per_resolve') eq '5' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_year')) : NaN):(column('break_even_cheating_rate_mean') < 1E-06 ? 1E-06 : column('break_even_cheating_rate_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title '$5 of handling a resolve'

set title 'Cost at 1e9 exchanges a year, virtual: office-hours' font ',13'
set xlabel 'cheating rate (share of exchanges; 0 stands at the left end)'
set ylabel 'cost of an exchange (USD)'
set logscale x
set format x '10^{%T}'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' ? (column('cheating_rate') < 1E-06 ? 1E-06 : column('cheating_rate')) : NaN):(column('total_usd_mean')):(or((column('total_usd_ci95_low')), (column('total_usd_mean')))):(or((column('total_usd_ci95_high')), (column('total_usd_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' ? (column('cheating_rate') < 1E-06 ? 1E-06 : column('cheating_rate')) : NaN):(column('total_usd_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '0' && strcol('exchanges_per_year') eq '1E+09' ? (column('cheating_rate') < 1E-06 ? 1E-06 : column('cheating_rate')) : NaN):(column('total_usd_mean')):(or((column('total_usd_ci95_low')), (column('total_usd_mean')))):(or((column('total_usd_ci95_high')), (column('total_usd_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '0' && strcol('exchanges_per_year') eq '1E+09' ? (column('cheating_rate') < 1E-06 ? 1E-06 : column('cheating_rate')) : NaN):(column('total_usd_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'virtual, $0 a resolve', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' ? (column('cheating_rate') < 1E-06 ? 1E-06 : column('cheating_rate')) : NaN):(column('total_usd_mean')):(or((column('total_usd_ci95_low')), (column('total_usd_mean')))):(or((column('total_usd_ci95_high')), (column('total_usd_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' ? (column('cheating_rate') < 1E-06 ? 1E-06 : column('cheating_rate')) : NaN):(column('total_usd_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'virtual, $5 a resolve'

set title 'Components there, cheating rate 0.0004, $5 a resolve' font ',13'
set xlabel 'component'
set ylabel 'cost of an exchange (USD)'
unset logscale x
set format x '%g'
set logscale y
set format y '10^{%T}'
set xtics ('compute' 1, 'traffic' 2, 'archive' 3, 'staff' 4, 'handling' 5, 'liability' 6, 'total' 7) rotate by 0
set xrange [0.5:7.5]
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 0.865 : NaN):(column('compute_usd_mean')):(or((column('compute_usd_ci95_low')), (column('compute_usd_mean')))):(or((column('compute_usd_ci95_high')), (column('compute_usd_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 0.865 : NaN):(column('compute_usd_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible', \
  csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 1.865 : NaN):(column('traffic_usd_mean')):(or((column('traffic_usd_ci95_low')), (column('traffic_usd_mean')))):(or((column('traffic_usd_ci95_high')), (column('traffic_usd_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 1.865 : NaN):(column('traffic_usd_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 2.865 : NaN):(column('archive_usd_mean')):(or((column('archive_usd_ci95_low')), (column('archive_usd_mean')))):(or((column('archive_usd_ci95_high')), (column('archive_usd_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 2.865 : NaN):(column('archive_usd_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 3.865 : NaN):(column('staff_usd_mean')):(or((column('staff_usd_ci95_low')), (column('staff_usd_mean')))):(or((column('staff_usd_ci95_high')), (column('staff_usd_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 3.865 : NaN):(column('staff_usd_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 5.865 : NaN):(column('liability_usd_mean')):(or((column('liability_usd_ci95_low')), (column('liability_usd_mean')))):(or((column('liability_usd_ci95_high')), (column('liability_usd_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 5.865 : NaN):(column('liability_usd_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 6.865 : NaN):(column('total_usd_mean')):(or((column('total_usd_ci95_low')), (column('total_usd_mean')))):(or((column('total_usd_ci95_high')), (column('total_usd_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 6.865 : NaN):(column('total_usd_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 0.955 : NaN):(column('compute_usd_mean')):(or((column('compute_usd_ci95_low')), (column('compute_usd_mean')))):(or((column('compute_usd_ci95_high')), (column('compute_usd_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 0.955 : NaN):(column('compute_usd_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'virtual', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 1.955 : NaN):(column('traffic_usd_mean')):(or((column('traffic_usd_ci95_low')), (column('traffic_usd_mean')))):(or((column('traffic_usd_ci95_high')), (column('traffic_usd_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 1.955 : NaN):(column('traffic_usd_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 2.955 : NaN):(column('archive_usd_mean')):(or((column('archive_usd_ci95_low')), (column('archive_usd_mean')))):(or((column('archive_usd_ci95_high')), (column('archive_usd_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 2.955 : NaN):(column('archive_usd_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 3.955 : NaN):(column('staff_usd_mean')):(or((column('staff_usd_ci95_low')), (column('staff_usd_mean')))):(or((column('staff_usd_ci95_high')), (column('staff_usd_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 3.955 : NaN):(column('staff_usd_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 4.955 : NaN):(column('handling_usd_mean')):(or((column('handling_usd_ci95_low')), (column('handling_usd_mean')))):(or((column('handling_usd_ci95_high')), (column('handling_usd_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 4.955 : NaN):(column('handling_usd_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 5.955 : NaN):(column('liability_usd_mean')):(or((column('liability_usd_ci95_low')), (column('liability_usd_mean')))):(or((column('liability_usd_ci95_high')), (column('liability_usd_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 5.955 : NaN):(column('liability_usd_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 6.955 : NaN):(column('total_usd_mean')):(or((column('total_usd_ci95_low')), (column('total_usd_mean')))):(or((column('total_usd_ci95_high')), (column('total_usd_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('virtual_staff') eq 'office-hours' && strcol('handling_usd_per_resolve') eq '5' && strcol('exchanges_per_year') eq '1E+09' && strcol('cheating_rate') eq '0.0004' ? 6.955 : NaN):(column('total_usd_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 notitle
unset multiplot
