# Groups pooled partly, variance between them, ICC(1) and a share of answers, each from its textbook formula in base R
# (metafor is not needed): REML by optimize() of the restricted likelihood, DerSimonian & Laird, Q profile by uniroot(), EB with var(mu),
# ICC(1) with F limits from aov(), and survey::svyratio for the share of low answers. Data: two made sets and nlme's Rail.
# Writes league.csv (one value a row), league_means.csv (means and variances), league_people.csv (scores by group),
# league_answers.csv. Run from this folder: Rscript league.R   (R 4.2.2; survey, nlme)
options(digits = 15, warn = 1); suppressMessages({library(survey); library(nlme)}); e <- function(x) sprintf("%.12g", x)
set.seed(8)
wide <- data.frame(case = "wide", y = round(rnorm(12, -.8, .45), 3), v = round(runif(12, .005, .09), 4))
flat <- data.frame(case = "flat", y = round(rnorm(8, -.5, .05), 3), v = round(runif(8, .02, .06), 4))
means <- rbind(wide, flat); write.csv(means, "league_means.csv", row.names = FALSE, quote = FALSE)
out <- data.frame(case = character(), what = character(), value = character())
put <- function(case, what, value) out <<- rbind(out, data.frame(case = case, what = what, value = e(value)))
for (d in list(wide, flat)) { y <- d$y; v <- d$v; k <- length(y); case <- d$case[1]
  w <- 1 / v; q <- sum(w * (y - weighted.mean(y, w))^2); put(case, "q", q)
  put(case, "dl", max(0, (q - (k - 1)) / (sum(w) - sum(w^2) / sum(w))))
  minus <- function(t) { w <- 1 / (v + t); m <- sum(w * y) / sum(w); -(sum(log(w)) - log(sum(w)) - sum(w * (y - m)^2)) / 2 }
  tau2 <- optimize(minus, c(0, 1), tol = 1e-12)$minimum; if (minus(0) <= minus(tau2)) tau2 <- 0; put(case, "reml", tau2)
  qt2 <- function(t) { w <- 1 / (v + t); sum(w * (y - weighted.mean(y, w))^2) }
  at <- function(aim) if (qt2(0) <= aim) 0 else uniroot(function(t) qt2(t) - aim, c(0, 50), tol = 1e-14)$root
  put(case, "low", at(qchisq(.975, k - 1))); put(case, "high", at(qchisq(.025, k - 1)))
  w <- 1 / (v + tau2); mu <- weighted.mean(y, w); put(case, "centre", mu); put(case, "centre_se", sum(w)^-.5)
  B <- tau2 / (tau2 + v); eb <- B * y + (1 - B) * mu; sd <- sqrt(B * v + (1 - B)^2 / sum(w))
  for (i in 1:k) { put(case, paste0("eb", i), eb[i]); put(case, paste0("sd", i), sd[i]) } }
people <- data.frame(group = rep(letters[1:7], c(12, 30, 25, 40, 18, 22, 33)))
people$score <- round(c(a = 4, b = 4.6, c = 4.2, d = 5.1, e = 4.4, f = 4.5, g = 4.0)[people$group] + rnorm(180), 2)
write.csv(people, "league_people.csv", row.names = FALSE, quote = FALSE)
icc <- function(case, y, g) { g <- factor(g); a <- summary(aov(y ~ g))[[1]]; f <- a[1, "F value"]; d1 <- a[1, "Df"]; d2 <- a[2, "Df"]
  n <- table(g); n0 <- (sum(n) - sum(n^2) / sum(n)) / d1; s <- function(r) (r - 1) / (r + n0 - 1)
  put(case, "icc", s(f)); put(case, "icc_low", s(f / qf(.975, d1, d2))); put(case, "icc_high", s(f / qf(.025, d1, d2)))
  put(case, "n0", n0); put(case, "f", f); put(case, "p", a[1, "Pr(>F)"]) }
icc("people", people$score, people$group); icc("rail", Rail$travel, Rail$Rail)
fit <- lme(travel ~ 1, random = ~ 1 | Rail, data = Rail); vc <- as.numeric(VarCorr(fit)[, 1])  # balanced: REML = analysis of variance
put("rail", "icc_lme", vc[1] / sum(vc))
answers <- data.frame(asked = sample(5:22, 60, TRUE)); answers$low <- rbinom(60, answers$asked, rbeta(60, 1, 6)); answers$w <- round(runif(60, .4, 2.5), 3)
write.csv(answers, "league_answers.csv", row.names = FALSE, quote = FALSE)
r <- svyratio(~low, ~asked, svydesign(~1, data = answers, weights = ~1)); put("plain", "share", coef(r)); put("plain", "se", SE(r))
r <- svyratio(~low, ~asked, svydesign(~1, data = answers, weights = ~w)); put("weighted", "share", coef(r)); put("weighted", "se", SE(r))
write.csv(out, "league.csv", row.names = FALSE, quote = FALSE)
