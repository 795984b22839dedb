# E3 patience: Which time-out balances the load of a trusted party against the delay of the users?
# Draw it anew: gnuplot e3-patience.gp > e3-patience.svg
csv = 'e3-patience-summary.csv'
set terminal svg size 1120,472 dynamic enhanced font 'Helvetica,Arial,sans-serif,13' background rgb 'white'
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
set bmargin 7.9
set key at graph 0.45,-0.289 center top vertical Left reverse maxrows 3 font ',11' samplen 3.5 width -2
set multiplot layout 1,2

set title 'Exchanges that are resolved (cheating rate 0.0004)' font ',13'
set xlabel 'time-out (min)'
set ylabel 'share of exchanges'
set logscale x
set format x '10^{%T}'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9948' ? (column('timeout_min')) : NaN):(or((column('resolve_ratio_ci95_low')), (column('resolve_ratio_mean')))):(or((column('resolve_ratio_ci95_high')), (column('resolve_ratio_mean')))) with filledcurves fc rgb '#000000' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9948' ? (column('timeout_min')) : NaN):(column('resolve_ratio_mean')):(or((column('resolve_ratio_ci95_low')), (column('resolve_ratio_mean')))):(or((column('resolve_ratio_ci95_high')), (column('resolve_ratio_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9948' ? (column('timeout_min')) : NaN):(column('resolve_ratio_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'machine, 0.9948 available', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(or((column('resolve_ratio_ci95_low')), (column('resolve_ratio_mean')))):(or((column('resolve_ratio_ci95_high')), (column('resolve_ratio_mean')))) with filledcurves fc rgb '#606060' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(column('resolve_ratio_mean')):(or((column('resolve_ratio_ci95_low')), (column('resolve_ratio_mean')))):(or((column('resolve_ratio_ci95_high')), (column('resolve_ratio_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(column('resolve_ratio_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'machine, 0.9998 available', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'person' && strcol('availability') eq '0.9948' ? (column('timeout_min')) : NaN):(or((column('resolve_ratio_ci95_low')), (column('resolve_ratio_mean')))):(or((column('resolve_ratio_ci95_high')), (column('resolve_ratio_mean')))) with filledcurves fc rgb '#303030' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'person' && strcol('availability') eq '0.9948' ? (column('timeout_min')) : NaN):(column('resolve_ratio_mean')):(or((column('resolve_ratio_ci95_low')), (column('resolve_ratio_mean')))):(or((column('resolve_ratio_ci95_high')), (column('resolve_ratio_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'person' && strcol('availability') eq '0.9948' ? (column('timeout_min')) : NaN):(column('resolve_ratio_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'person, 0.9948 available', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'person' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(or((column('resolve_ratio_ci95_low')), (column('resolve_ratio_mean')))):(or((column('resolve_ratio_ci95_high')), (column('resolve_ratio_mean')))) with filledcurves fc rgb '#808080' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'person' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(column('resolve_ratio_mean')):(or((column('resolve_ratio_ci95_low')), (column('resolve_ratio_mean')))):(or((column('resolve_ratio_ci95_high')), (column('resolve_ratio_mean')))) with yerrorbars lc rgb '#808080' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'person' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(column('resolve_ratio_mean')) with linespoints lc rgb '#808080' dt 4 pt 6 ps 0.8 lw 1.5 title 'person, 0.9998 available', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9948' ? (column('timeout_min')) : NaN):(or((column('cheat_ratio_ci95_low')), (column('cheat_ratio_mean')))):(or((column('cheat_ratio_ci95_high')), (column('cheat_ratio_mean')))) with filledcurves fc rgb '#000000' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9948' ? (column('timeout_min')) : NaN):(column('cheat_ratio_mean')):(or((column('cheat_ratio_ci95_low')), (column('cheat_ratio_mean')))):(or((column('cheat_ratio_ci95_high')), (column('cheat_ratio_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9948' ? (column('timeout_min')) : NaN):(column('cheat_ratio_mean')) with linespoints lc rgb '#000000' dt 5 pt 5 ps 0.8 lw 1.5 title 'because of a cheat'

set title 'Time to completion with a virtual party (0.9998 available)' font ',13'
set xlabel 'time-out (min)'
set ylabel 'time (s)'
set logscale x
set format x '10^{%T}'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(or((column('completion_p50_s_ci95_low')), (column('completion_p50_s_mean')))):(or((column('completion_p50_s_ci95_high')), (column('completion_p50_s_mean')))) with filledcurves fc rgb '#000000' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(column('completion_p50_s_mean')):(or((column('completion_p50_s_ci95_low')), (column('completion_p50_s_mean')))):(or((column('completion_p50_s_ci95_high')), (column('completion_p50_s_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(column('completion_p50_s_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'machine, p50', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(or((column('completion_p99_s_ci95_low')), (column('completion_p99_s_mean')))):(or((column('completion_p99_s_ci95_high')), (column('completion_p99_s_mean')))) with filledcurves fc rgb '#606060' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(column('completion_p99_s_mean')):(or((column('completion_p99_s_ci95_low')), (column('completion_p99_s_mean')))):(or((column('completion_p99_s_ci95_high')), (column('completion_p99_s_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'machine' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(column('completion_p99_s_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'machine, p99', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'person' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(or((column('completion_p50_s_ci95_low')), (column('completion_p50_s_mean')))):(or((column('completion_p50_s_ci95_high')), (column('completion_p50_s_mean')))) with filledcurves fc rgb '#303030' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'person' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(column('completion_p50_s_mean')):(or((column('completion_p50_s_ci95_low')), (column('completion_p50_s_mean')))):(or((column('completion_p50_s_ci95_high')), (column('completion_p50_s_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'person' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(column('completion_p50_s_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'person, p50', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'person' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(or((column('completion_p99_s_ci95_low')), (column('completion_p99_s_mean')))):(or((column('completion_p99_s_ci95_high')), (column('completion_p99_s_mean')))) with filledcurves fc rgb '#808080' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'person' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(column('completion_p99_s_mean')):(or((column('completion_p99_s_ci95_low')), (column('completion_p99_s_mean')))):(or((column('completion_p99_s_ci95_high')), (column('completion_p99_s_mean')))) with yerrorbars lc rgb '#808080' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('answerer') eq 'person' && strcol('availability') eq '0.9998' ? (column('timeout_min')) : NaN):(column('completion_p99_s_mean')) with linespoints lc rgb '#808080' dt 4 pt 6 ps 0.8 lw 1.5 title 'person, p99'
unset multiplot
