# E6 liability: What does each trusted party hold, for how long, and what may it lose?
# Draw it anew: gnuplot e6-liability.gp > e6-liability.svg
csv = 'e6-liability-summary.csv'
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

set title 'What lies open, 30 months of proof' font ',13'
set xlabel 'to whom'
set ylabel 'messages (nothing drawn: none)'
unset logscale x
set format x '%g'
set logscale y
set format y '10^{%T}'
set xtics ('a break-in' 1, 'the key''s thief' 2) rotate by 0
set xrange [0.5:2.5]
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('keeps') eq 'all' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 0.865 : NaN):(column('messages_exposed_mean')):(or((column('messages_exposed_ci95_low')), (column('messages_exposed_mean')))):(or((column('messages_exposed_ci95_high')), (column('messages_exposed_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'all' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 0.865 : NaN):(column('messages_exposed_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible, keeps all', \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 0.955 : NaN):(column('messages_exposed_mean')):(or((column('messages_exposed_ci95_low')), (column('messages_exposed_mean')))):(or((column('messages_exposed_ci95_high')), (column('messages_exposed_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 0.955 : NaN):(column('messages_exposed_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'virtual, keeps resolves', \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 1.955 : NaN):(column('messages_behind_key_mean')):(or((column('messages_behind_key_ci95_low')), (column('messages_behind_key_mean')))):(or((column('messages_behind_key_ci95_high')), (column('messages_behind_key_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 1.955 : NaN):(column('messages_behind_key_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('keeps') eq 'nothing' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 1.045 : NaN):(column('messages_exposed_mean')):(or((column('messages_exposed_ci95_low')), (column('messages_exposed_mean')))):(or((column('messages_exposed_ci95_high')), (column('messages_exposed_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'nothing' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 1.045 : NaN):(column('messages_exposed_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'virtual, keeps nothing', \
  csv using (strcol('keeps') eq 'nothing' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 2.045 : NaN):(column('messages_behind_key_mean')):(or((column('messages_behind_key_ci95_low')), (column('messages_behind_key_mean')))):(or((column('messages_behind_key_ci95_high')), (column('messages_behind_key_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'nothing' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 2.045 : NaN):(column('messages_behind_key_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 notitle

set title 'What it costs, 30 months of proof, 100 USD a failure' font ',13'
set xlabel 'cost'
set ylabel 'USD a year (nothing drawn: none)'
unset logscale x
set format x '%g'
set logscale y
set format y '10^{%T}'
set xtics ('storage' 1, 'expected loss' 2, 'premium' 3) rotate by 0
set xrange [0.5:3.5]
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('keeps') eq 'all' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 0.865 : NaN):(column('storage_usd_per_year_mean')):(or((column('storage_usd_per_year_ci95_low')), (column('storage_usd_per_year_mean')))):(or((column('storage_usd_per_year_ci95_high')), (column('storage_usd_per_year_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'all' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 0.865 : NaN):(column('storage_usd_per_year_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible, keeps all', \
  csv using (strcol('keeps') eq 'all' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 1.865 : NaN):(column('expected_loss_usd_per_year_mean')):(or((column('expected_loss_usd_per_year_ci95_low')), (column('expected_loss_usd_per_year_mean')))):(or((column('expected_loss_usd_per_year_ci95_high')), (column('expected_loss_usd_per_year_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'all' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 1.865 : NaN):(column('expected_loss_usd_per_year_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('keeps') eq 'all' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 2.865 : NaN):(column('premium_usd_per_year_mean')):(or((column('premium_usd_per_year_ci95_low')), (column('premium_usd_per_year_mean')))):(or((column('premium_usd_per_year_ci95_high')), (column('premium_usd_per_year_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'all' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 2.865 : NaN):(column('premium_usd_per_year_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 0.955 : NaN):(column('storage_usd_per_year_mean')):(or((column('storage_usd_per_year_ci95_low')), (column('storage_usd_per_year_mean')))):(or((column('storage_usd_per_year_ci95_high')), (column('storage_usd_per_year_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 0.955 : NaN):(column('storage_usd_per_year_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'virtual, keeps resolves', \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 1.955 : NaN):(column('expected_loss_usd_per_year_mean')):(or((column('expected_loss_usd_per_year_ci95_low')), (column('expected_loss_usd_per_year_mean')))):(or((column('expected_loss_usd_per_year_ci95_high')), (column('expected_loss_usd_per_year_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 1.955 : NaN):(column('expected_loss_usd_per_year_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 2.955 : NaN):(column('premium_usd_per_year_mean')):(or((column('premium_usd_per_year_ci95_low')), (column('premium_usd_per_year_mean')))):(or((column('premium_usd_per_year_ci95_high')), (column('premium_usd_per_year_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 2.955 : NaN):(column('premium_usd_per_year_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 notitle, \
  csv using (strcol('keeps') eq 'nothing' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 2.045 : NaN):(column('expected_loss_usd_per_year_mean')):(or((column('expected_loss_usd_per_year_ci95_low')), (column('expected_loss_usd_per_year_mean')))):(or((column('expected_loss_usd_per_year_ci95_high')), (column('expected_loss_usd_per_year_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'nothing' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 2.045 : NaN):(column('expected_loss_usd_per_year_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'virtual, keeps nothing', \
  csv using (strcol('keeps') eq 'nothing' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 3.045 : NaN):(column('premium_usd_per_year_mean')):(or((column('premium_usd_per_year_ci95_low')), (column('premium_usd_per_year_mean')))):(or((column('premium_usd_per_year_ci95_high')), (column('premium_usd_per_year_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'nothing' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('retention_months') eq '30' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? 3.045 : NaN):(column('premium_usd_per_year_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 notitle

set title 'Archive' font ',13'
set xlabel 'time of retention (months)'
set ylabel 'stored (GB)'
unset logscale x
set format x '%g'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('keeps') eq 'all' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? (column('retention_months')) : NaN):(column('stored_gb_mean')):(or((column('stored_gb_ci95_low')), (column('stored_gb_mean')))):(or((column('stored_gb_ci95_high')), (column('stored_gb_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'all' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? (column('retention_months')) : NaN):(column('stored_gb_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible, keeps all', \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? (column('retention_months')) : NaN):(column('stored_gb_mean')):(or((column('stored_gb_ci95_low')), (column('stored_gb_mean')))):(or((column('stored_gb_ci95_high')), (column('stored_gb_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('storage_class') eq 'standard' && strcol('copies') eq '1' ? (column('retention_months')) : NaN):(column('stored_gb_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'virtual, keeps resolves'

set title 'Copies, 30 months of proof' font ',13'
set xlabel 'copies of the archive'
set ylabel 'premium (USD a year)'
unset logscale x
set format x '%g'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('keeps') eq 'all' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('storage_class') eq 'standard' && strcol('retention_months') eq '30' ? (column('copies')) : NaN):(column('premium_usd_per_year_mean')):(or((column('premium_usd_per_year_ci95_low')), (column('premium_usd_per_year_mean')))):(or((column('premium_usd_per_year_ci95_high')), (column('premium_usd_per_year_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'all' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('storage_class') eq 'standard' && strcol('retention_months') eq '30' ? (column('copies')) : NaN):(column('premium_usd_per_year_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible, keeps all', \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('storage_class') eq 'standard' && strcol('retention_months') eq '30' ? (column('copies')) : NaN):(column('premium_usd_per_year_mean')):(or((column('premium_usd_per_year_ci95_low')), (column('premium_usd_per_year_mean')))):(or((column('premium_usd_per_year_ci95_high')), (column('premium_usd_per_year_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'resolves' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('storage_class') eq 'standard' && strcol('retention_months') eq '30' ? (column('copies')) : NaN):(column('premium_usd_per_year_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'virtual, keeps resolves', \
  csv using (strcol('keeps') eq 'nothing' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('storage_class') eq 'standard' && strcol('retention_months') eq '30' ? (column('copies')) : NaN):(column('premium_usd_per_year_mean')):(or((column('premium_usd_per_year_ci95_low')), (column('premium_usd_per_year_mean')))):(or((column('premium_usd_per_year_ci95_high')), (column('premium_usd_per_year_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('keeps') eq 'nothing' && strcol('loss_usd_per_failure') eq '100' && strcol('exchanges_per_year') eq '1.25E+09' && strcol('cheating_rate') eq '0.0004' && strcol('storage_class') eq 'standard' && strcol('retention_months') eq '30' ? (column('copies')) : NaN):(column('premium_usd_per_year_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'virtual, keeps nothing'
unset multiplot
