# Pooled gaps after multiple imputation by mice (predictive mean matching, 5 donors, 10 cycles); writes imputation.csv.
# Ratings of four items in both batteries; a fifth of the perceptions is removed where the expectation is high (missing at
# random), so that complete cases are biased. Also writes imputation_data.csv. Run from this folder: Rscript imputation.R
# (R 4.2.2, mice 3.15.0)
suppressMessages(library(mice))
set.seed(20261122)
x <- read.csv("ratings.csv")
x <- x[paste0(rep(c("E", "P"), each = 4), rep(1:4, 2))]
for (j in 1:4) {
  e <- x[[paste0("E", j)]]
  gone <- !is.na(e) & runif(nrow(x)) < ifelse(e >= 7, .45, .05)
  x[[paste0("P", j)]][gone] <- NA
}
write.csv(x, "imputation_data.csv", row.names = FALSE, quote = FALSE, na = "")
m <- 300
imp <- mice(x, m = m, method = "pmm", maxit = 10, printFlag = FALSE, seed = 7)
rows <- lapply(1:4, function(j) {
  gaps <- lapply(seq_len(m), function(i) { d <- complete(imp, i); d[[paste0("P", j)]] - d[[paste0("E", j)]] })
  q <- sapply(gaps, mean); u <- sapply(gaps, function(g) var(g) / length(g))
  p <- pool.scalar(q, u, n = nrow(x))
  full <- x[[paste0("P", j)]] - x[[paste0("E", j)]]
  data.frame(item = paste0("q", j), m = m, qbar = p$qbar, ubar = p$ubar, b = p$b, t = p$t, df = p$df, complete_cases = mean(full, na.rm = TRUE))
})
write.csv(do.call(rbind, rows), "imputation.csv", row.names = FALSE, quote = FALSE)
