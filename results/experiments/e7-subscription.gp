# E7 subscription: Which yearly fee leaves both users and virtual trusted party better off?
# Draw it anew: gnuplot e7-subscription.gp > e7-subscription.svg
csv = 'e7-subscription-summary.csv'
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

set title 'Subscribers who pay less than for a visible party' font ',13'
set xlabel 'yearly fee (USD)'
set ylabel 'share of subscribers'
unset logscale x
set format x '%g'
unset logscale y
set format y '%g'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set yrange [*<0:*]
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('visible_price_usd') eq '0.05' ? (column('fee_usd_per_year')) : NaN):(or((column('better_off_share_ci95_low')), (column('better_off_share_mean')))):(or((column('better_off_share_ci95_high')), (column('better_off_share_mean')))) with filledcurves fc rgb '#000000' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('visible_price_usd') eq '0.05' ? (column('fee_usd_per_year')) : NaN):(column('better_off_share_mean')):(or((column('better_off_share_ci95_low')), (column('better_off_share_mean')))):(or((column('better_off_share_ci95_high')), (column('better_off_share_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('visible_price_usd') eq '0.05' ? (column('fee_usd_per_year')) : NaN):(column('better_off_share_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible: $0.05 an exchange', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('visible_price_usd') eq '0.39' ? (column('fee_usd_per_year')) : NaN):(or((column('better_off_share_ci95_low')), (column('better_off_share_mean')))):(or((column('better_off_share_ci95_high')), (column('better_off_share_mean')))) with filledcurves fc rgb '#606060' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('visible_price_usd') eq '0.39' ? (column('fee_usd_per_year')) : NaN):(column('better_off_share_mean')):(or((column('better_off_share_ci95_low')), (column('better_off_share_mean')))):(or((column('better_off_share_ci95_high')), (column('better_off_share_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('visible_price_usd') eq '0.39' ? (column('fee_usd_per_year')) : NaN):(column('better_off_share_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'visible: $0.39 an exchange', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('visible_price_usd') eq '1.5' ? (column('fee_usd_per_year')) : NaN):(or((column('better_off_share_ci95_low')), (column('better_off_share_mean')))):(or((column('better_off_share_ci95_high')), (column('better_off_share_mean')))) with filledcurves fc rgb '#303030' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('visible_price_usd') eq '1.5' ? (column('fee_usd_per_year')) : NaN):(column('better_off_share_mean')):(or((column('better_off_share_ci95_low')), (column('better_off_share_mean')))):(or((column('better_off_share_ci95_high')), (column('better_off_share_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('visible_price_usd') eq '1.5' ? (column('fee_usd_per_year')) : NaN):(column('better_off_share_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'visible: $1.5 an exchange'

set title 'Margin of the virtual trusted party' font ',13'
set xlabel 'yearly fee (USD)'
set ylabel 'USD a user and year'
unset logscale x
set format x '%g'
unset logscale y
set format y '%g'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set yrange [*<0:*]
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('visible_price_usd') eq '0.05' && strcol('adoption') eq '0.1' ? (column('fee_usd_per_year')) : NaN):(or((column('margin_usd_per_user_ci95_low')), (column('margin_usd_per_user_mean')))):(or((column('margin_usd_per_user_ci95_high')), (column('margin_usd_per_user_mean')))) with filledcurves fc rgb '#000000' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('visible_price_usd') eq '0.05' && strcol('adoption') eq '0.1' ? (column('fee_usd_per_year')) : NaN):(column('margin_usd_per_user_mean')):(or((column('margin_usd_per_user_ci95_low')), (column('margin_usd_per_user_mean')))):(or((column('margin_usd_per_user_ci95_high')), (column('margin_usd_per_user_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('visible_price_usd') eq '0.05' && strcol('adoption') eq '0.1' ? (column('fee_usd_per_year')) : NaN):(column('margin_usd_per_user_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title '0.1 of users subscribe', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('visible_price_usd') eq '0.05' && strcol('adoption') eq '1' ? (column('fee_usd_per_year')) : NaN):(or((column('margin_usd_per_user_ci95_low')), (column('margin_usd_per_user_mean')))):(or((column('margin_usd_per_user_ci95_high')), (column('margin_usd_per_user_mean')))) with filledcurves fc rgb '#606060' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('visible_price_usd') eq '0.05' && strcol('adoption') eq '1' ? (column('fee_usd_per_year')) : NaN):(column('margin_usd_per_user_mean')):(or((column('margin_usd_per_user_ci95_low')), (column('margin_usd_per_user_mean')))):(or((column('margin_usd_per_user_ci95_high')), (column('margin_usd_per_user_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('visible_price_usd') eq '0.05' && strcol('adoption') eq '1' ? (column('fee_usd_per_year')) : NaN):(column('margin_usd_per_user_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title '1 of users subscribe'

set title 'What a user pays' font ',13'
set xlabel 'price of the visible party (USD an exchange)'
set ylabel 'USD a year'
set logscale x
set format x '10^{%T}'
set logscale y
set format y '10^{%T}'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set autoscale y
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('fee_usd_per_year') eq '10' ? (column('visible_price_usd')) : NaN):(or((column('user_usd_p50_ci95_low')), (column('user_usd_p50_mean')))):(or((column('user_usd_p50_ci95_high')), (column('user_usd_p50_mean')))) with filledcurves fc rgb '#000000' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('fee_usd_per_year') eq '10' ? (column('visible_price_usd')) : NaN):(column('user_usd_p50_mean')):(or((column('user_usd_p50_ci95_low')), (column('user_usd_p50_mean')))):(or((column('user_usd_p50_ci95_high')), (column('user_usd_p50_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('fee_usd_per_year') eq '10' ? (column('visible_price_usd')) : NaN):(column('user_usd_p50_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'visible, p50', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('fee_usd_per_year') eq '10' ? (column('visible_price_usd')) : NaN):(or((column('user_usd_p50_ci95_low')), (column('user_usd_p50_mean')))):(or((column('user_usd_p50_ci95_high')), (column('user_usd_p50_mean')))) with filledcurves fc rgb '#606060' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('fee_usd_per_year') eq '10' ? (column('visible_price_usd')) : NaN):(column('user_usd_p50_mean')):(or((column('user_usd_p50_ci95_low')), (column('user_usd_p50_mean')))):(or((column('user_usd_p50_ci95_high')), (column('user_usd_p50_mean')))) with yerrorbars lc rgb '#606060' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('fee_usd_per_year') eq '10' ? (column('visible_price_usd')) : NaN):(column('user_usd_p50_mean')) with linespoints lc rgb '#606060' dt 2 pt 4 ps 0.8 lw 1.5 title 'virtual at $10 a year, p50', \
  csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('fee_usd_per_year') eq '10' ? (column('visible_price_usd')) : NaN):(or((column('user_usd_p95_ci95_low')), (column('user_usd_p95_mean')))):(or((column('user_usd_p95_ci95_high')), (column('user_usd_p95_mean')))) with filledcurves fc rgb '#303030' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('fee_usd_per_year') eq '10' ? (column('visible_price_usd')) : NaN):(column('user_usd_p95_mean')):(or((column('user_usd_p95_ci95_low')), (column('user_usd_p95_mean')))):(or((column('user_usd_p95_ci95_high')), (column('user_usd_p95_mean')))) with yerrorbars lc rgb '#303030' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'cem0' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('fee_usd_per_year') eq '10' ? (column('visible_price_usd')) : NaN):(column('user_usd_p95_mean')) with linespoints lc rgb '#303030' dt 3 pt 9 ps 0.8 lw 1.5 title 'visible, p95', \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('fee_usd_per_year') eq '10' ? (column('visible_price_usd')) : NaN):(or((column('user_usd_p95_ci95_low')), (column('user_usd_p95_mean')))):(or((column('user_usd_p95_ci95_high')), (column('user_usd_p95_mean')))) with filledcurves fc rgb '#808080' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('fee_usd_per_year') eq '10' ? (column('visible_price_usd')) : NaN):(column('user_usd_p95_mean')):(or((column('user_usd_p95_ci95_low')), (column('user_usd_p95_mean')))):(or((column('user_usd_p95_ci95_high')), (column('user_usd_p95_mean')))) with yerrorbars lc rgb '#808080' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('cheating_rate') eq '0.0004' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('fee_usd_per_year') eq '10' ? (column('visible_price_usd')) : NaN):(column('user_usd_p95_mean')) with linespoints lc rgb '#808080' dt 4 pt 6 ps 0.8 lw 1.5 title 'virtual at $10 a year, p95'

set title 'Users for whom not subscribing would be dearer' font ',13'
set xlabel 'yearly fee (USD)'
set ylabel 'share of users'
unset logscale x
set format x '%g'
unset logscale y
set format y '%g'
set xtics autofreq rotate by 0
set autoscale x
set autoscale xfix
set yrange [*<0:*]
set offsets graph 0.03, graph 0.03, graph 0.04, 0
plot csv using (strcol('protocol') eq 'fair-cem' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('visible_price_usd') eq '0.05' && strcol('cheating_rate') eq '0.0004' ? (column('fee_usd_per_year')) : NaN):(or((column('would_subscribe_share_ci95_low')), (column('would_subscribe_share_mean')))):(or((column('would_subscribe_share_ci95_high')), (column('would_subscribe_share_mean')))) with filledcurves fc rgb '#000000' fs transparent solid 0.15 noborder notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('visible_price_usd') eq '0.05' && strcol('cheating_rate') eq '0.0004' ? (column('fee_usd_per_year')) : NaN):(column('would_subscribe_share_mean')):(or((column('would_subscribe_share_ci95_low')), (column('would_subscribe_share_mean')))):(or((column('would_subscribe_share_ci95_high')), (column('would_subscribe_share_mean')))) with yerrorbars lc rgb '#000000' dt 1 lw 1 pt 0 notitle, \
  csv using (strcol('protocol') eq 'fair-cem' && strcol('resolve_fee_usd') eq '0.5' && strcol('adoption') eq '1' && strcol('visible_price_usd') eq '0.05' && strcol('cheating_rate') eq '0.0004' ? (column('fee_usd_per_year')) : NaN):(column('would_subscribe_share_mean')) with linespoints lc rgb '#000000' dt 1 pt 7 ps 0.8 lw 1.5 title 'cheating rate 0.0004'
unset multiplot
