# E4 bursts: Does "rare" protect capacity when cheaters act together?
# Draw it anew: gnuplot e4-bursts.gp > e4-bursts.svg
csv = 'e4-bursts-summary.csv'
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

set title 'Busiest five minutes against the mean' font ',13'
set xlabel 'how cheaters act (share of all users)'
set ylabel 'peak over mean'
unset logscale x
set format x '%g'
set logscale y
set format y '10^{%T}'
set xtics ('independent' 1, 'burst' 2, '0.01 at once' 3) rotate by 0
set xrange [0.5:3.5]
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'flat' && strcol('pattern') eq 'independent' && strcol('together_share') eq '0' ? 0.865 : NaN):(column('peak_to_mean_mean')):(or((column('peak_to_mean_ci95_low')), (column('peak_to_mean_mean')))):(or((column('peak_to_mean_ci95_high')), (column('peak_to_mean_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'flat' && strcol('pattern') eq 'independent' && strcol('together_share') eq '0' ? 0.865 : NaN):(column('peak_to_mean_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible, flat', \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'flat' && strcol('pattern') eq 'burst' && strcol('together_share') eq '0' ? 1.865 : NaN):(column('peak_to_mean_mean')):(or((column('peak_to_mean_ci95_low')), (column('peak_to_mean_mean')))):(or((column('peak_to_mean_ci95_high')), (column('peak_to_mean_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'flat' && strcol('pattern') eq 'burst' && strcol('together_share') eq '0' ? 1.865 : NaN):(column('peak_to_mean_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'flat' && strcol('pattern') eq 'coordinated' && strcol('together_share') eq '0.01' ? 2.865 : NaN):(column('peak_to_mean_mean')):(or((column('peak_to_mean_ci95_low')), (column('peak_to_mean_mean')))):(or((column('peak_to_mean_ci95_high')), (column('peak_to_mean_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'flat' && strcol('pattern') eq 'coordinated' && strcol('together_share') eq '0.01' ? 2.865 : NaN):(column('peak_to_mean_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'weekly' && strcol('pattern') eq 'independent' && strcol('together_share') eq '0' ? 0.955 : NaN):(column('peak_to_mean_mean')):(or((column('peak_to_mean_ci95_low')), (column('peak_to_mean_mean')))):(or((column('peak_to_mean_ci95_high')), (column('peak_to_mean_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'weekly' && strcol('pattern') eq 'independent' && strcol('together_share') eq '0' ? 0.955 : NaN):(column('peak_to_mean_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'visible, weekly', \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'weekly' && strcol('pattern') eq 'burst' && strcol('together_share') eq '0' ? 1.955 : NaN):(column('peak_to_mean_mean')):(or((column('peak_to_mean_ci95_low')), (column('peak_to_mean_mean')))):(or((column('peak_to_mean_ci95_high')), (column('peak_to_mean_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'weekly' && strcol('pattern') eq 'burst' && strcol('together_share') eq '0' ? 1.955 : NaN):(column('peak_to_mean_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'weekly' && strcol('pattern') eq 'coordinated' && strcol('together_share') eq '0.01' ? 2.955 : NaN):(column('peak_to_mean_mean')):(or((column('peak_to_mean_ci95_low')), (column('peak_to_mean_mean')))):(or((column('peak_to_mean_ci95_high')), (column('peak_to_mean_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'weekly' && strcol('pattern') eq 'coordinated' && strcol('together_share') eq '0.01' ? 2.955 : NaN):(column('peak_to_mean_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'flat' && strcol('pattern') eq 'independent' && strcol('together_share') eq '0' ? 1.045 : NaN):(column('peak_to_mean_mean')):(or((column('peak_to_mean_ci95_low')), (column('peak_to_mean_mean')))):(or((column('peak_to_mean_ci95_high')), (column('peak_to_mean_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'flat' && strcol('pattern') eq 'independent' && strcol('together_share') eq '0' ? 1.045 : NaN):(column('peak_to_mean_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'virtual, flat', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'flat' && strcol('pattern') eq 'burst' && strcol('together_share') eq '0' ? 2.045 : NaN):(column('peak_to_mean_mean')):(or((column('peak_to_mean_ci95_low')), (column('peak_to_mean_mean')))):(or((column('peak_to_mean_ci95_high')), (column('peak_to_mean_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'flat' && strcol('pattern') eq 'burst' && strcol('together_share') eq '0' ? 2.045 : NaN):(column('peak_to_mean_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'flat' && strcol('pattern') eq 'coordinated' && strcol('together_share') eq '0.01' ? 3.045 : NaN):(column('peak_to_mean_mean')):(or((column('peak_to_mean_ci95_low')), (column('peak_to_mean_mean')))):(or((column('peak_to_mean_ci95_high')), (column('peak_to_mean_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'flat' && strcol('pattern') eq 'coordinated' && strcol('together_share') eq '0.01' ? 3.045 : NaN):(column('peak_to_mean_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'weekly' && strcol('pattern') eq 'independent' && strcol('together_share') eq '0' ? 1.135 : NaN):(column('peak_to_mean_mean')):(or((column('peak_to_mean_ci95_low')), (column('peak_to_mean_mean')))):(or((column('peak_to_mean_ci95_high')), (column('peak_to_mean_mean')))) with yerrorbars lc rgb '#808080' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'weekly' && strcol('pattern') eq 'independent' && strcol('together_share') eq '0' ? 1.135 : NaN):(column('peak_to_mean_mean')) with linespoints lc rgb '#808080' dt 4 pt 6 ps 0.8 lw 1.5 title 'virtual, weekly', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'weekly' && strcol('pattern') eq 'burst' && strcol('together_share') eq '0' ? 2.135 : NaN):(column('peak_to_mean_mean')):(or((column('peak_to_mean_ci95_low')), (column('peak_to_mean_mean')))):(or((column('peak_to_mean_ci95_high')), (column('peak_to_mean_mean')))) with yerrorbars lc rgb '#808080' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'weekly' && strcol('pattern') eq 'burst' && strcol('together_share') eq '0' ? 2.135 : NaN):(column('peak_to_mean_mean')) with linespoints lc rgb '#808080' dt 4 pt 6 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'weekly' && strcol('pattern') eq 'coordinated' && strcol('together_share') eq '0.01' ? 3.135 : NaN):(column('peak_to_mean_mean')):(or((column('peak_to_mean_ci95_low')), (column('peak_to_mean_mean')))):(or((column('peak_to_mean_ci95_high')), (column('peak_to_mean_mean')))) with yerrorbars lc rgb '#808080' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('margin') eq '2' && strcol('profile') eq 'weekly' && strcol('pattern') eq 'coordinated' && strcol('together_share') eq '0.01' ? 3.135 : NaN):(column('peak_to_mean_mean')) with linespoints lc rgb '#808080' dt 4 pt 6 ps 0.8 lw 1.5 notitle

set title 'Until the backlog is gone (weekly profile; margin: servers over the mean''s)' font ',13'
set xlabel 'share of all users who cheat at once'
set ylabel 'time to drain (s; lowest: at once)'
set logscale x
set format x '10^{%T}'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('profile') eq 'weekly' && strcol('margin') eq '2' && strcol('pattern') eq 'coordinated' ? (column('together_share')) : NaN):(column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')):(or((column('drain_s_ci95_low') < 1 ? 1 : column('drain_s_ci95_low')), (column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')))):(or((column('drain_s_ci95_high') < 1 ? 1 : column('drain_s_ci95_high')), (column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('profile') eq 'weekly' && strcol('margin') eq '2' && strcol('pattern') eq 'coordinated' ? (column('together_share')) : NaN):(column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible, margin 2', \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('profile') eq 'weekly' && strcol('margin') eq '10' && strcol('pattern') eq 'coordinated' ? (column('together_share')) : NaN):(column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')):(or((column('drain_s_ci95_low') < 1 ? 1 : column('drain_s_ci95_low')), (column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')))):(or((column('drain_s_ci95_high') < 1 ? 1 : column('drain_s_ci95_high')), (column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('users') eq '1.39128E+07' && strcol('profile') eq 'weekly' && strcol('margin') eq '10' && strcol('pattern') eq 'coordinated' ? (column('together_share')) : NaN):(column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'visible, margin 10', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('profile') eq 'weekly' && strcol('margin') eq '2' && strcol('pattern') eq 'coordinated' ? (column('together_share')) : NaN):(column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')):(or((column('drain_s_ci95_low') < 1 ? 1 : column('drain_s_ci95_low')), (column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')))):(or((column('drain_s_ci95_high') < 1 ? 1 : column('drain_s_ci95_high')), (column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('profile') eq 'weekly' && strcol('margin') eq '2' && strcol('pattern') eq 'coordinated' ? (column('together_share')) : NaN):(column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'virtual, margin 2', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('profile') eq 'weekly' && strcol('margin') eq '10' && strcol('pattern') eq 'coordinated' ? (column('together_share')) : NaN):(column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')):(or((column('drain_s_ci95_low') < 1 ? 1 : column('drain_s_ci95_low')), (column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')))):(or((column('drain_s_ci95_high') < 1 ? 1 : column('drain_s_ci95_high')), (column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')))) with yerrorbars lc rgb '#808080' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('users') eq '1.39128E+07' && strcol('profile') eq 'weekly' && strcol('margin') eq '10' && strcol('pattern') eq 'coordinated' ? (column('together_share')) : NaN):(column('drain_s_mean') < 1 ? 1 : column('drain_s_mean')) with linespoints lc rgb '#808080' dt 4 pt 6 ps 0.8 lw 1.5 title 'virtual, margin 10'
unset multiplot
