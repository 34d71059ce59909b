# What goes together with an outcome: correlation, partial correlation, slopes, VIF, R2, Johnson's relative weights and LMG (mean
# increment of R2 over all orders of entry, from all 2^p regressions), of mtcars and of the kiosk study (satisfaction with 8 dimensions,
# 194 people; the survey file is that of ../../../shared/data, see its README; the tests read the covariances that are written here).
# Writes drivers_covariances.csv and drivers.csv.
# Run from this folder: Rscript drivers.R ../../../shared/data   (R 4.2.2, base R only)
data <- commandArgs(TRUE)[1]
kiosk <- local({
  con <- file(file.path(data, "kiosk/kiosk.csv"), encoding = "CP949")
  x <- read.csv(con, check.names = FALSE)
  heads <- gsub("[[:space:]]+", " ", names(x))
  at <- grep("^\\d+-2\\..*만족하십니까\\?$", heads, perl = TRUE)
  items <- x[at[order(as.integer(sub("-.*", "", heads[at])))]]
  y <- x[[grep("매우 만족한다\\.$", heads)]]
  stopifnot(ncol(items) == 24, length(y) == 211)
  keep <- which(rowSums(!is.na(items)) > 0)[-c(21, 22, 25, 38, 61, 77, 84, 90, 100, 124, 136, 185, 205)]
  d <- sapply(1:8, function(k) rowMeans(items[keep, (3 * k - 2):(3 * k)])); colnames(d) <- paste0("d", 1:8)
  data.frame(d, y = y[keep])
})
sets <- list(mtcars4 = mtcars[c("cyl", "disp", "hp", "gear", "mpg")], mtcars10 = mtcars[c(2:11, 1)], kiosk = kiosk)
one <- function(name) {
  x <- sets[[name]]; p <- ncol(x) - 1; X <- x[1:p]; y <- x[[p + 1]]; R <- cor(X); r <- cor(X, y)[, 1]
  fit <- lm(y ~ ., data.frame(X, y)); P <- -cov2cor(solve(cor(x)))
  L <- with(eigen(R), vectors %*% diag(sqrt(values)) %*% t(vectors)); b <- solve(L, r)
  r2 <- sapply(0:(2^p - 1), function(s) { k <- which(bitwAnd(s, 2^(0:(p - 1))) > 0)
    1 - sum(lm.fit(cbind(1, as.matrix(X[k])), y)$residuals^2) / sum((y - mean(y))^2) })
  lmg <- sapply(1:p, function(j) { without <- which(bitwAnd(0:(2^p - 1), 2^(j - 1)) == 0) - 1
    sizes <- sapply(without, function(s) sum(bitwAnd(s, 2^(0:(p - 1))) > 0))
    sum((r2[without + 2^(j - 1) + 1] - r2[without + 1]) / (p * choose(p - 1, sizes))) })
  data.frame(set = name, n = nrow(x), predictor = names(X), r = r, partial = P[1:p, p + 1], b = coef(fit)[-1],
    beta = coef(fit)[-1] * sapply(X, sd) / sd(y), vif = diag(solve(R)), relative_weight = (L^2 %*% b^2)[, 1], lmg = lmg,
    r2 = summary(fit)$r.squared, r2_adjusted = summary(fit)$adj.r.squared)
}
found <- do.call(rbind, lapply(names(sets), one))
numbers <- sapply(found, is.numeric); found[numbers] <- lapply(found[numbers], function(v) sprintf("%.12g", v))
write.csv(found, "drivers.csv", row.names = FALSE, quote = FALSE)
covariances <- do.call(rbind, lapply(names(sets), function(name) { S <- cov(sets[[name]]); at <- which(upper.tri(S, diag = TRUE), TRUE)
  data.frame(set = name, row = at[, 1], column = at[, 2], value = sprintf("%.15g", S[at])) }))
write.csv(covariances, "drivers_covariances.csv", row.names = FALSE, quote = FALSE)
