# E2 load: How many servers keep the 99th percentile of waiting under a second?
# Draw it anew: gnuplot e2-load.gp > e2-load.svg
csv = 'e2-load-summary.csv'
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

set title 'Fewest servers with p99 of waiting under the target (p256, mail)' font ',13'
set xlabel 'exchanges per second'
set ylabel 'servers'
set logscale x
set format x '10^{%T}'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'cem0' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'least' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_s')) : NaN):(or((column('servers_ci95_low')), (column('servers_mean')))):(or((column('servers_ci95_high')), (column('servers_mean')))) with filledcurves fc rgb '#000000' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'least' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_s')) : NaN):(column('servers_mean')):(or((column('servers_ci95_low')), (column('servers_mean')))):(or((column('servers_ci95_high')), (column('servers_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'least' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_s')) : NaN):(column('servers_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'least' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_s')) : NaN):(or((column('servers_ci95_low')), (column('servers_mean')))):(or((column('servers_ci95_high')), (column('servers_mean')))) with filledcurves fc rgb '#606060' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'least' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_s')) : NaN):(column('servers_mean')):(or((column('servers_ci95_low')), (column('servers_mean')))):(or((column('servers_ci95_high')), (column('servers_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'least' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_s')) : NaN):(column('servers_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'virtual, cheating 0.0004', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'least' && strcol('cheating_rate') eq '0.01' ? (column('exchanges_per_s')) : NaN):(or((column('servers_ci95_low')), (column('servers_mean')))):(or((column('servers_ci95_high')), (column('servers_mean')))) with filledcurves fc rgb '#303030' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'least' && strcol('cheating_rate') eq '0.01' ? (column('exchanges_per_s')) : NaN):(column('servers_mean')):(or((column('servers_ci95_low')), (column('servers_mean')))):(or((column('servers_ci95_high')), (column('servers_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'least' && strcol('cheating_rate') eq '0.01' ? (column('exchanges_per_s')) : NaN):(column('servers_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'virtual, cheating 0.01'

set title 'Waiting where servers are no busier than usual' font ',13'
set xlabel 'exchanges per second'
set ylabel 'p99 of waiting (ms; lowest: none)'
set logscale x
set format x '10^{%T}'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'cem0' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'usual' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_s')) : NaN):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with filledcurves fc rgb '#000000' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'usual' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_s')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'usual' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_s')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'usual' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_s')) : NaN):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with filledcurves fc rgb '#606060' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'usual' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_s')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'usual' && strcol('cheating_rate') eq '0.0004' ? (column('exchanges_per_s')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'virtual, cheating 0.0004', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'usual' && strcol('cheating_rate') eq '0.01' ? (column('exchanges_per_s')) : NaN):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with filledcurves fc rgb '#303030' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'usual' && strcol('cheating_rate') eq '0.01' ? (column('exchanges_per_s')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('suite') eq 'p256' && strcol('message_mix') eq 'mail' && strcol('provisioning') eq 'usual' && strcol('cheating_rate') eq '0.01' ? (column('exchanges_per_s')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'virtual, cheating 0.01'
unset multiplot
