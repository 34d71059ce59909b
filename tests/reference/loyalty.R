# Limits of shares and of net promoter scores under weights, by survey and by the formulas in words.
# Run from this folder: Rscript loyalty.R
suppressMessages(library(survey))
options(digits = 15)

rows <- read.csv("ratings.csv")
n <- nrow(rows)
# answers to a recommendation (0-10) and to a rating (1-7) made from the ratings, without a random number
recommend <- pmin(10, rowSums(rows[, c("P1", "P2")], na.rm = TRUE))
rating <- ifelse(is.na(rows$P3), 4, rows$P3)
clusters <- (seq_len(n) - 1) %% 15
z <- qnorm(.975)

wilson <- function(p, n) {
  centre <- (p + z^2 / (2 * n)) / (1 + z^2 / n)
  reach <- z / (1 + z^2 / n) * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))
  c(centre - reach, centre + reach)
}
adjusted_wald <- function(p, d, n) {
  m <- n + 3
  a <- (p * n + .75) / m
  b <- (d * n + .75) / m
  a - b + c(-1, 1) * z * sqrt((a + b - (a - b)^2) / m)
}

out <- data.frame()
for (design in c("weights", "clusters")) {
  made <- if (design == "weights") svydesign(~1, weights = ~w, data = cbind(rows, recommend, rating))
          else svydesign(~clusters, weights = ~w, data = cbind(rows, recommend, rating, clusters))
  df <- degf(made)
  shrink <- (z / qt(.975, df))^2
  net <- svymean(~I((recommend >= 9) - (recommend <= 6)), made)
  p <- coef(svymean(~I(1 * (recommend >= 9)), made))
  d <- coef(svymean(~I(1 * (recommend <= 6)), made))
  n_net <- min(n, (p + d - (p - d)^2) / vcov(net)[1]) * shrink
  top <- svymean(~I(1 * (rating >= 6)), made)
  n_top <- min(n, coef(top) * (1 - coef(top)) / vcov(top)[1]) * shrink
  out <- rbind(
    out,
    data.frame(design, figure = "nps", share = unname(p - d), se = unname(SE(net)), n = unname(n_net),
               low = adjusted_wald(p, d, n_net)[1], high = adjusted_wald(p, d, n_net)[2]),
    data.frame(design, figure = "top_two", share = unname(coef(top)), se = unname(SE(top)), n = unname(n_top),
               low = wilson(coef(top), n_top)[1], high = wilson(coef(top), n_top)[2])
  )
}
write.csv(out, "loyalty.csv", row.names = FALSE)
