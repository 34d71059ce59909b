# Limits of Pearson's and Spearman's correlation of units: cor.test, and Bonett & Wright (2000).
# Run from this folder: Rscript operations.R
options(digits = 15)
x <- c(4.1, 5.3, 6.2, 6.2, 7.9, 8.4, 9.0, 9.7, 11.2, 12.5, 13.1, 14.8)
y <- c(-.41, -.52, -.38, -.60, -.72, -.55, -.81, -.79, -.70, -1.02, -.93, -.88)
write.csv(data.frame(x, y), "operations_data.csv", row.names = FALSE)
p <- cor.test(x, y)
s <- cor(x, y, method = "spearman")
e <- sqrt((1 + s^2 / 2) / (length(x) - 3))
out <- data.frame(
  method = c("pearson", "spearman"),
  r = c(unname(p$estimate), s),
  low = c(p$conf.int[1], tanh(atanh(s) - qnorm(.975) * e)),
  high = c(p$conf.int[2], tanh(atanh(s) + qnorm(.975) * e))
)
write.csv(out, "operations.csv", row.names = FALSE)
