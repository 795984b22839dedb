# E5 outage: What is lost when the trusted party fails?
# Draw it anew: gnuplot e5-outage.gp > e5-outage.svg
csv = 'e5-outage-summary.csv'
set terminal svg size 1120,455 dynamic enhanced font 'Helvetica,Arial,sans-serif,13' background rgb 'white'
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
set multiplot layout 1,2

set title 'Exchanges that find the trusted party down' font ',13'
set xlabel 'availability (share of time)'
set ylabel 'per million exchanges (lowest: none)'
unset logscale x
set format x '%g'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'cem0' && strcol('repair_min') eq '5' && strcol('cutoff_h') eq '1' ? (column('availability')) : NaN):(column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')):(or((column('blocked_per_million_ci95_low') < 0.001 ? 0.001 : column('blocked_per_million_ci95_low')), (column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')))):(or((column('blocked_per_million_ci95_high') < 0.001 ? 0.001 : column('blocked_per_million_ci95_high')), (column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('repair_min') eq '5' && strcol('cutoff_h') eq '1' ? (column('availability')) : NaN):(column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible, repair 5 min', \
  csv using (strcol('protocol') eq 'cem0' && strcol('repair_min') eq '540' && strcol('cutoff_h') eq '1' ? (column('availability')) : NaN):(column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')):(or((column('blocked_per_million_ci95_low') < 0.001 ? 0.001 : column('blocked_per_million_ci95_low')), (column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')))):(or((column('blocked_per_million_ci95_high') < 0.001 ? 0.001 : column('blocked_per_million_ci95_high')), (column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('repair_min') eq '540' && strcol('cutoff_h') eq '1' ? (column('availability')) : NaN):(column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'visible, repair 540 min', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('repair_min') eq '5' && strcol('cutoff_h') eq '1' ? (column('availability')) : NaN):(column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')):(or((column('blocked_per_million_ci95_low') < 0.001 ? 0.001 : column('blocked_per_million_ci95_low')), (column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')))):(or((column('blocked_per_million_ci95_high') < 0.001 ? 0.001 : column('blocked_per_million_ci95_high')), (column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('repair_min') eq '5' && strcol('cutoff_h') eq '1' ? (column('availability')) : NaN):(column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'virtual, repair 5 min', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('repair_min') eq '540' && strcol('cutoff_h') eq '1' ? (column('availability')) : NaN):(column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')):(or((column('blocked_per_million_ci95_low') < 0.001 ? 0.001 : column('blocked_per_million_ci95_low')), (column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')))):(or((column('blocked_per_million_ci95_high') < 0.001 ? 0.001 : column('blocked_per_million_ci95_high')), (column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')))) with yerrorbars lc rgb '#808080' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('repair_min') eq '540' && strcol('cutoff_h') eq '1' ? (column('availability')) : NaN):(column('blocked_per_million_mean') < 0.001 ? 0.001 : column('blocked_per_million_mean')) with linespoints lc rgb '#808080' dt 4 pt 6 ps 0.8 lw 1.5 title 'virtual, repair 540 min'

set title 'Exchanges that miss their cut-off time (availability 0.995)' font ',13'
set xlabel 'from beginning to cut-off time (h)'
set ylabel 'per million exchanges (lowest: none)'
set logscale x
set format x '10^{%T}'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'cem0' && strcol('repair_min') eq '5' && strcol('availability') eq '0.995' ? (column('cutoff_h')) : NaN):(column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')):(or((column('missed_per_million_ci95_low') < 0.001 ? 0.001 : column('missed_per_million_ci95_low')), (column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')))):(or((column('missed_per_million_ci95_high') < 0.001 ? 0.001 : column('missed_per_million_ci95_high')), (column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('repair_min') eq '5' && strcol('availability') eq '0.995' ? (column('cutoff_h')) : NaN):(column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible, repair 5 min', \
  csv using (strcol('protocol') eq 'cem0' && strcol('repair_min') eq '540' && strcol('availability') eq '0.995' ? (column('cutoff_h')) : NaN):(column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')):(or((column('missed_per_million_ci95_low') < 0.001 ? 0.001 : column('missed_per_million_ci95_low')), (column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')))):(or((column('missed_per_million_ci95_high') < 0.001 ? 0.001 : column('missed_per_million_ci95_high')), (column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('repair_min') eq '540' && strcol('availability') eq '0.995' ? (column('cutoff_h')) : NaN):(column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'visible, repair 540 min', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('repair_min') eq '5' && strcol('availability') eq '0.995' ? (column('cutoff_h')) : NaN):(column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')):(or((column('missed_per_million_ci95_low') < 0.001 ? 0.001 : column('missed_per_million_ci95_low')), (column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')))):(or((column('missed_per_million_ci95_high') < 0.001 ? 0.001 : column('missed_per_million_ci95_high')), (column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('repair_min') eq '5' && strcol('availability') eq '0.995' ? (column('cutoff_h')) : NaN):(column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'virtual, repair 5 min', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('repair_min') eq '540' && strcol('availability') eq '0.995' ? (column('cutoff_h')) : NaN):(column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')):(or((column('missed_per_million_ci95_low') < 0.001 ? 0.001 : column('missed_per_million_ci95_low')), (column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')))):(or((column('missed_per_million_ci95_high') < 0.001 ? 0.001 : column('missed_per_million_ci95_high')), (column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')))) with yerrorbars lc rgb '#808080' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('repair_min') eq '540' && strcol('availability') eq '0.995' ? (column('cutoff_h')) : NaN):(column('missed_per_million_mean') < 0.001 ? 0.001 : column('missed_per_million_mean')) with linespoints lc rgb '#808080' dt 4 pt 6 ps 0.8 lw 1.5 title 'virtual, repair 540 min'
unset multiplot
