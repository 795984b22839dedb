# E9 year: What does a country's year of exchanges ask of a trusted party?
# Draw it anew: gnuplot e9-year.gp > e9-year.svg
csv = 'e9-year-summary.csv'
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

set title 'What comes to the trusted party' font ',13'
set xlabel 'window'
set ylabel 'requests per second'
unset logscale x
set format x '%g'
set logscale y
set format y '10^{%T}'
set xtics ('busiest-hour' 1, 'average-hour' 2) rotate by 0
set xrange [0.5:2.5]
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'busiest-hour' ? 0.865 : NaN):(column('requests_per_s_mean')):(or((column('requests_per_s_ci95_low')), (column('requests_per_s_mean')))):(or((column('requests_per_s_ci95_high')), (column('requests_per_s_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'busiest-hour' ? 0.865 : NaN):(column('requests_per_s_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible', \
  csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'average-hour' ? 1.865 : NaN):(column('requests_per_s_mean')):(or((column('requests_per_s_ci95_low')), (column('requests_per_s_mean')))):(or((column('requests_per_s_ci95_high')), (column('requests_per_s_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'average-hour' ? 1.865 : NaN):(column('requests_per_s_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'busiest-hour' ? 0.955 : NaN):(column('requests_per_s_mean')):(or((column('requests_per_s_ci95_low')), (column('requests_per_s_mean')))):(or((column('requests_per_s_ci95_high')), (column('requests_per_s_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'busiest-hour' ? 0.955 : NaN):(column('requests_per_s_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'virtual, cheating 0.0004', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'average-hour' ? 1.955 : NaN):(column('requests_per_s_mean')):(or((column('requests_per_s_ci95_low')), (column('requests_per_s_mean')))):(or((column('requests_per_s_ci95_high')), (column('requests_per_s_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'average-hour' ? 1.955 : NaN):(column('requests_per_s_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.2' && strcol('window') eq 'busiest-hour' ? 1.045 : NaN):(column('requests_per_s_mean')):(or((column('requests_per_s_ci95_low')), (column('requests_per_s_mean')))):(or((column('requests_per_s_ci95_high')), (column('requests_per_s_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.2' && strcol('window') eq 'busiest-hour' ? 1.045 : NaN):(column('requests_per_s_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'virtual, cheating 0.2', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.2' && strcol('window') eq 'average-hour' ? 2.045 : NaN):(column('requests_per_s_mean')):(or((column('requests_per_s_ci95_low')), (column('requests_per_s_mean')))):(or((column('requests_per_s_ci95_high')), (column('requests_per_s_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.2' && strcol('window') eq 'average-hour' ? 2.045 : NaN):(column('requests_per_s_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 notitle

set title 'How busy its servers are' font ',13'
set xlabel 'window'
set ylabel 'utilisation (share of time)'
unset logscale x
set format x '%g'
unset logscale y
set format y '%g'
set xtics ('busiest-hour' 1, 'average-hour' 2) rotate by 0
set xrange [0.5:2.5]
set yrange [*<0:*]
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'busiest-hour' ? 0.865 : NaN):(column('utilisation_mean')):(or((column('utilisation_ci95_low')), (column('utilisation_mean')))):(or((column('utilisation_ci95_high')), (column('utilisation_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'busiest-hour' ? 0.865 : NaN):(column('utilisation_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible', \
  csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'average-hour' ? 1.865 : NaN):(column('utilisation_mean')):(or((column('utilisation_ci95_low')), (column('utilisation_mean')))):(or((column('utilisation_ci95_high')), (column('utilisation_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'average-hour' ? 1.865 : NaN):(column('utilisation_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'busiest-hour' ? 0.955 : NaN):(column('utilisation_mean')):(or((column('utilisation_ci95_low')), (column('utilisation_mean')))):(or((column('utilisation_ci95_high')), (column('utilisation_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'busiest-hour' ? 0.955 : NaN):(column('utilisation_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'virtual, cheating 0.0004', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'average-hour' ? 1.955 : NaN):(column('utilisation_mean')):(or((column('utilisation_ci95_low')), (column('utilisation_mean')))):(or((column('utilisation_ci95_high')), (column('utilisation_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('window') eq 'average-hour' ? 1.955 : NaN):(column('utilisation_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.2' && strcol('window') eq 'busiest-hour' ? 1.045 : NaN):(column('utilisation_mean')):(or((column('utilisation_ci95_low')), (column('utilisation_mean')))):(or((column('utilisation_ci95_high')), (column('utilisation_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.2' && strcol('window') eq 'busiest-hour' ? 1.045 : NaN):(column('utilisation_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'virtual, cheating 0.2', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.2' && strcol('window') eq 'average-hour' ? 2.045 : NaN):(column('utilisation_mean')):(or((column('utilisation_ci95_low')), (column('utilisation_mean')))):(or((column('utilisation_ci95_high')), (column('utilisation_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.2' && strcol('window') eq 'average-hour' ? 2.045 : NaN):(column('utilisation_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 notitle
unset multiplot
