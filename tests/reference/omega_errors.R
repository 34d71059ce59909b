# Omega of three items and its standard error by lavaan, under normality, from fourth moments and with survey weights; writes
# omega_errors.csv. Run from this folder: Rscript omega_errors.R   (R 4.2.2, lavaan 0.6-14)
suppressMessages(library(lavaan))
x <- read.csv("ratings.csv")
dims <- list(tangibles = 1:4, reliability = 5:9, responsiveness = 10:13, assurance = 14:17, empathy = 18:22)
number <- function(v) sprintf("%.12g", v)
# three items: the model with one factor is saturated, so lavaan's omega and its errors are those of any way to fit it
omega <- "F =~ NA*i1 + l1*i1 + l2*i2 + l3*i3\nF ~~ 1*F\ni1 ~~ u1*i1\ni2 ~~ u2*i2\ni3 ~~ u3*i3
omega := (l1 + l2 + l3)^2 / ((l1 + l2 + l3)^2 + u1 + u2 + u3)"
errors <- list()
for (b in "P") for (d in names(dims)) {
  m <- na.omit(x[c(paste0(b, dims[[d]][1:3]), "w")]); names(m) <- c("i1", "i2", "i3", "w")
  of <- function(fit) { p <- parameterEstimates(fit); c(p$est[p$label == "omega"], p$se[p$label == "omega"]) }
  normal <- cfa(omega, m, estimator = "ML", information = "expected")
  moments <- cfa(omega, m, estimator = "MLR", information = "expected")
  weighted <- cfa(omega, m, estimator = "MLR", information = "expected", sampling.weights = "w")
  l <- lavInspect(normal, "std")$lambda
  errors[[length(errors) + 1]] <- data.frame(battery = b, items = paste(dims[[d]][1:3], collapse = " "), n = nrow(m), highest = number(max(abs(l))),
    omega = number(of(normal)[1]), normal = number(of(normal)[2]), moments = number(of(moments)[2]), weighted_omega = number(of(weighted)[1]),
    weighted = number(of(weighted)[2]))
}
write.csv(do.call(rbind, errors), "omega_errors.csv", row.names = FALSE, quote = FALSE)
