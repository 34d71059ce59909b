# Polychoric correlations by polycor (two steps), ordinal alpha, omega by lavaan (unweighted least squares, which is minres) and categorical
# omega by semTools, of complete answers to made-up ratings; writes categories.csv and categories_pairs.csv.
# Run from this folder: Rscript reliability_categories.R   (R 4.2.2, polycor 0.8-1, lavaan 0.6-14, semTools 0.5-6)
suppressMessages({library(polycor); library(lavaan); library(semTools)})
x <- read.csv("ratings.csv")
dims <- list(tangibles = 1:4, reliability = 5:9, responsiveness = 10:13, assurance = 14:17, empathy = 18:22)
number <- function(v) sprintf("%.12g", v)
pairs <- list(); sets <- list()
for (b in c("E", "P")) for (d in names(dims)) {
  m <- na.omit(x[paste0(b, dims[[d]])]); k <- ncol(m); names(m) <- paste0("i", seq_len(k))
  at <- which(lower.tri(diag(k)), arr.ind = TRUE)
  r <- apply(at, 1, function(p) polychor(table(m[[p[1]]], m[[p[2]]]), ML = FALSE, maxcor = .9999))
  pairs[[length(pairs) + 1]] <- data.frame(battery = b, dimension = d, row = at[, 1], column = at[, 2], n = nrow(m), r = number(r))
  rbar <- mean(r)
  model <- paste0("F =~ ", paste0("i", seq_len(k), collapse = " + "))
  fit <- suppressWarnings(cfa(model, m, ordered = TRUE, std.lv = TRUE, estimator = "ULS"))
  l <- lavInspect(fit, "std")$lambda[, 1]
  categorical <- suppressMessages(compRelSEM(fit, tau.eq = FALSE, ord.scale = TRUE, obs.var = TRUE))
  sets[[length(sets) + 1]] <- data.frame(battery = b, dimension = d, k = k, n = nrow(m), ordinal_alpha = number(k * rbar / (1 + (k - 1) * rbar)),
    ordinal_omega = number(sum(l)^2 / (sum(l)^2 + sum(1 - l^2))), categorical_omega = number(as.numeric(categorical)), highest = number(max(abs(l))))
}
write.csv(do.call(rbind, pairs), "categories_pairs.csv", row.names = FALSE, quote = FALSE)
write.csv(do.call(rbind, sets), "categories.csv", row.names = FALSE, quote = FALSE)
