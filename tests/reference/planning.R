# Sample sizes and smallest differences by noncentral t (stats::power.t.test), margins by textbook
# formulas. Rscript planning.R writes planning.csv beside it.
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
rows <- list()
add <- function(what, type, d, n, power, alpha, value) {
  rows[[length(rows) + 1]] <<- data.frame(what, type, d, n, power, alpha, value)
}
for (type in c("paired", "two.sample")) {
  for (power in c(.8, .9)) {
    for (alpha in c(.05, .05 / 10)) {
      for (d in c(.1, .3, .8)) {
        found <- power.t.test(delta = d, sd = 1, power = power, sig.level = alpha, type = type,
                              strict = TRUE, tol = 1e-10)
        add("n", type, d, NA, power, alpha, found$n)
      }
      for (n in c(20, 200, 800)) {
        found <- power.t.test(n = n, sd = 1, power = power, sig.level = alpha, type = type,
                              strict = TRUE, tol = 1e-10)
        add("d", type, NA, n, power, alpha, found$delta)
      }
    }
  }
}
margin <- function(sd, n, N = Inf) {
  fpc <- if (is.finite(N)) sqrt((N - n) / (N - 1)) else 1
  qt(.975, n - 1) * sd / sqrt(n) * fpc
}
add("margin", "", 1.0849, 194, NA, .05, margin(1.0849, 194))
add("margin_of_1000", "", 1.0849, 194, NA, .05, margin(1.0849, 194, 1000))
write.csv(do.call(rbind, rows), file.path(here, "planning.csv"), row.names = FALSE, na = "")
