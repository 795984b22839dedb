# E8 many: Does spreading over several trusted parties help?
# Draw it anew: gnuplot e8-many.gp > e8-many.svg
csv = 'e8-many-summary.csv'
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

set title 'Pairs of users with no trusted party in common' font ',13'
set xlabel 'number of trusted parties'
set ylabel 'share of pairs'
unset logscale x
set format x '%g'
unset logscale y
set format y '%g'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set yrange [*<0:*]
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '1' && strcol('skew') eq '0' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(or((column('pairs_without_share_ci95_low')), (column('pairs_without_share_mean')))):(or((column('pairs_without_share_ci95_high')), (column('pairs_without_share_mean')))) with filledcurves fc rgb '#000000' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '1' && strcol('skew') eq '0' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(column('pairs_without_share_mean')):(or((column('pairs_without_share_ci95_low')), (column('pairs_without_share_mean')))):(or((column('pairs_without_share_ci95_high')), (column('pairs_without_share_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '1' && strcol('skew') eq '0' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(column('pairs_without_share_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title '1 recognised', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '1' && strcol('skew') eq '0' && strcol('down') eq 'largest' ? (column('trusted_parties')) : NaN):(or((column('pairs_without_share_ci95_low')), (column('pairs_without_share_mean')))):(or((column('pairs_without_share_ci95_high')), (column('pairs_without_share_mean')))) with filledcurves fc rgb '#606060' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '1' && strcol('skew') eq '0' && strcol('down') eq 'largest' ? (column('trusted_parties')) : NaN):(column('pairs_without_share_mean')):(or((column('pairs_without_share_ci95_low')), (column('pairs_without_share_mean')))):(or((column('pairs_without_share_ci95_high')), (column('pairs_without_share_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '1' && strcol('skew') eq '0' && strcol('down') eq 'largest' ? (column('trusted_parties')) : NaN):(column('pairs_without_share_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title '1 recognised, largest down', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '3' && strcol('skew') eq '0' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(or((column('pairs_without_share_ci95_low')), (column('pairs_without_share_mean')))):(or((column('pairs_without_share_ci95_high')), (column('pairs_without_share_mean')))) with filledcurves fc rgb '#303030' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '3' && strcol('skew') eq '0' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(column('pairs_without_share_mean')):(or((column('pairs_without_share_ci95_low')), (column('pairs_without_share_mean')))):(or((column('pairs_without_share_ci95_high')), (column('pairs_without_share_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '3' && strcol('skew') eq '0' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(column('pairs_without_share_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title '3 recognised', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '3' && strcol('skew') eq '0' && strcol('down') eq 'largest' ? (column('trusted_parties')) : NaN):(or((column('pairs_without_share_ci95_low')), (column('pairs_without_share_mean')))):(or((column('pairs_without_share_ci95_high')), (column('pairs_without_share_mean')))) with filledcurves fc rgb '#808080' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '3' && strcol('skew') eq '0' && strcol('down') eq 'largest' ? (column('trusted_parties')) : NaN):(column('pairs_without_share_mean')):(or((column('pairs_without_share_ci95_low')), (column('pairs_without_share_mean')))):(or((column('pairs_without_share_ci95_high')), (column('pairs_without_share_mean')))) with yerrorbars lc rgb '#808080' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '3' && strcol('skew') eq '0' && strcol('down') eq 'largest' ? (column('trusted_parties')) : NaN):(column('pairs_without_share_mean')) with linespoints lc rgb '#808080' dt 4 pt 6 ps 0.8 lw 1.5 title '3 recognised, largest down'

set title 'Waiting at the busiest one (3 recognised)' font ',13'
set xlabel 'number of trusted parties'
set ylabel 'p99 of waiting (ms; lowest: none)'
unset logscale x
set format x '%g'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'cem0' && strcol('recognised') eq '3' && strcol('skew') eq '0' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with filledcurves fc rgb '#000000' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('recognised') eq '3' && strcol('skew') eq '0' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('recognised') eq '3' && strcol('skew') eq '0' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible, all alike', \
  csv using (strcol('protocol') eq 'cem0' && strcol('recognised') eq '3' && strcol('skew') eq '1' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with filledcurves fc rgb '#606060' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('recognised') eq '3' && strcol('skew') eq '1' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('recognised') eq '3' && strcol('skew') eq '1' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'visible, Zipf 1', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '3' && strcol('skew') eq '0' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with filledcurves fc rgb '#303030' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '3' && strcol('skew') eq '0' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '3' && strcol('skew') eq '0' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'virtual, all alike', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '3' && strcol('skew') eq '1' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with filledcurves fc rgb '#808080' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '3' && strcol('skew') eq '1' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')):(or((column('wait_p99_ms_ci95_low') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_low')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))):(or((column('wait_p99_ms_ci95_high') < 0.01 ? 0.01 : column('wait_p99_ms_ci95_high')), (column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')))) with yerrorbars lc rgb '#808080' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('recognised') eq '3' && strcol('skew') eq '1' && strcol('down') eq 'none' ? (column('trusted_parties')) : NaN):(column('wait_p99_ms_mean') < 0.01 ? 0.01 : column('wait_p99_ms_mean')) with linespoints lc rgb '#808080' dt 4 pt 6 ps 0.8 lw 1.5 title 'virtual, Zipf 1'
unset multiplot
