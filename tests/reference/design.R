# Errors of samples by stratum and cluster, and weights made to fit: R package survey.
# Run from this folder: Rscript design.R (writes design.csv and the answers that it used).
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 15)
data(api)
rows <- list()
put <- function(case, name, what, value) {
  rows[[length(rows) + 1]] <<- data.frame(case = case, name = name, what = what,
                                          value = sprintf("%.12g", as.numeric(value)))
}
told <- function(case, design, names, df = degf(design)) {
  for (n in names) {
    m <- svymean(as.formula(paste("~", n)), design, na.rm = TRUE)
    put(case, n, "mean", coef(m)); put(case, n, "se", SE(m)); put(case, n, "df", df)
  }
}
covs <- function(case, design, a, b) {
  v <- vcov(svymean(as.formula(paste("~", a, "+", b)), design))
  put(case, paste(a, b, sep = ":"), "cov", v[1, 2])
}
groups <- function(case, design, by, name) {
  found <- svyby(as.formula(paste("~", name)), as.formula(paste("~", by)), design, svymean, na.rm = TRUE)
  for (k in seq_len(nrow(found))) {
    put(case, as.character(found[k, by]), "mean", found[k, name])
    put(case, as.character(found[k, by]), "se", SE(found)[k])
  }
}

# the samples of schools that come with the package
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)
told("strat_fpc", strat, c("api00", "api99"))
covs("strat_fpc", strat, "api00", "api99")
told("strat", svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat), c("api00", "api99"))
told("weights", svydesign(id = ~1, weights = ~pw, data = apistrat), c("api00", "api99"))
strat_plain <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat)
groups("strat_by", strat_plain, "awards", "api00")
clus <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1)
told("clus_fpc", clus, c("api00", "api99"))
clus0 <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1)
told("clus", clus0, c("api00", "api99"))
covs("clus", clus0, "api00", "api99")
groups("clus_by", clus0, "stype", "api00")
put("clus_fpc", "api00", "deff", deff(svymean(~api00, clus, deff = TRUE)))

# raking and post-stratification of the cluster sample, errors by leaving clusters out
pop_types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
pop_wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
raked <- rake(clus0, list(~stype, ~sch.wide), list(pop_types, pop_wide),
              control = list(maxit = 200, epsilon = 1e-9, verbose = FALSE))
w <- weights(raked)
put("rake", "api00", "mean", coef(svymean(~api00, raked)))
put("rake", "w", "first", w[1] / mean(w)); put("rake", "w", "max", max(w) / mean(w))
put("rake", "w", "min", min(w) / mean(w)); put("rake", "w", "squares", sum(w^2) / sum(w)^2)
post <- postStratify(clus0, ~stype, pop_types)
w <- weights(post)
put("post", "api00", "mean", coef(svymean(~api00, post)))
put("post", "w", "max", max(w) / mean(w))
jack <- as.svrepdesign(clus0, type = "JK1")
jrake <- rake(jack, list(~stype, ~sch.wide), list(pop_types, pop_wide),
              control = list(maxit = 200, epsilon = 1e-9, verbose = FALSE))
replicate_se <- function(d, name, mse = TRUE) {
  d$mse <- mse
  as.numeric(SE(svymean(as.formula(paste("~", name)), d)))
}
put("jk1_plain", "api00", "se", replicate_se(jack, "api00"))
put("jk1_rake", "api00", "se", replicate_se(jrake, "api00"))
put("jk1_rake", "api99", "se", replicate_se(jrake, "api99"))

# a survey of branches in regions, some people without an answer, one region with one branch
answers <- read.csv("design_answers.csv")
d <- svydesign(id = ~branch, strata = ~region, weights = ~w, data = answers, nest = TRUE)
told_na <- function(case, name) {
  own <- subset(d, !is.na(get(name)))
  m <- svymean(as.formula(paste("~", name)), d, na.rm = TRUE)
  put(case, name, "mean", coef(m)); put(case, name, "se", SE(m)); put(case, name, "df", degf(own))
}
told_na("branches", "g1"); told_na("branches", "g2"); told_na("branches", "o")
groups("branches_by", d, "segment", "g1")
jkn <- as.svrepdesign(subset(d, region != "West"), type = "JKn")
put("jkn_plain", "o", "se", replicate_se(jkn, "o"))
e <- svydesign(id = ~1, strata = ~region, weights = ~w, data = answers)
for (n in c("g1", "g2", "o")) {
  m <- svymean(as.formula(paste("~", n)), e, na.rm = TRUE)
  put("regions", n, "mean", coef(m)); put("regions", n, "se", SE(m))
  put("regions", n, "df", degf(subset(e, !is.na(get(n)))))
}
groups("regions_by", e, "segment", "g1")
write.csv(apistrat[, c("stype", "pw", "fpc", "api00", "api99", "awards")], "design_strat.csv", row.names = FALSE)
write.csv(apiclus1[, c("dnum", "pw", "fpc", "stype", "sch.wide", "api00", "api99")], "design_clus.csv", row.names = FALSE)
write.csv(do.call(rbind, rows), "design.csv", row.names = FALSE, quote = FALSE)
