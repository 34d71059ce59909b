# What psych and lavaan need for the figures of benchmarks/structure.py; prints seconds as JSON.
suppressPackageStartupMessages({
  library(psych)
  library(lavaan)
})
people <- read.csv(commandArgs(trailingOnly = TRUE)[1])
items <- paste0("x", 1:22)
wanted <- setNames(people[paste0("E", 1:22)], items)
perceived <- setNames(people[paste0("P", 1:22)], items)
tables <- lapply(list(wanted, perceived, perceived - wanted), na.omit)
dimensions <- split(items, rep(1:5, c(4, 5, 4, 4, 5)))
theory <- paste0("f", 1:5, " =~ ", sapply(dimensions, paste, collapse = " + "), collapse = "\n")
described <- c(theory, paste("f =~", paste(items, collapse = " + ")))

quietly <- function(code) suppressWarnings(suppressMessages(capture.output(code)))

reliability <- function() {
  for (table in tables) {
    for (set in c(dimensions, list(items))) {
      psych::alpha(table[set], check.keys = FALSE, warnings = FALSE)
      fa(table[set], nfactors = 1, fm = "minres")
    }
  }
}

factors <- function() {
  for (table in tables) {
    KMO(table)
    cortest.bartlett(cor(table), n = nrow(table))
    fa.parallel(table, plot = FALSE)
  }
}

models <- function() {
  for (table in tables) {
    for (model in described) {
      fitted <- cfa(model, data = table, estimator = "MLR")
      fitMeasures(fitted)
      standardizedSolution(fitted)
      modindices(fitted)
    }
  }
}

# the same items twice: correlated uniquenesses, then equal loadings, then equal intercepts as well
occasions <- function(loadings, intercepts) {
  label <- function(sign, side, equal) paste0(sign, if (equal) "" else side, 1:22)
  side <- function(side, first) {
    terms <- paste0(label("l", side, loadings), "*", side, 1:22)
    terms[match(sapply(dimensions, head, 1), items)] <-
      paste0("1*", side, match(sapply(dimensions, head, 1), items))
    measured <- sapply(split(terms, rep(1:5, lengths(dimensions))), paste, collapse = " + ")
    free <- intercepts && !first
    c(paste0("f", side, 1:5, " =~ ", measured),
      paste0(side, 1:22, " ~ ", label("i", side, intercepts), "*1"),
      paste0("f", side, 1:5, if (free) " ~ NA*1" else " ~ 0*1"))
  }
  paste(c(side("E", TRUE), side("P", FALSE), paste0("E", 1:22, " ~~ P", 1:22)), collapse = "\n")
}

invariance <- function() {
  both <- na.omit(people[c(paste0("E", 1:22), paste0("P", 1:22))])
  for (step in list(c(FALSE, FALSE), c(TRUE, FALSE), c(TRUE, TRUE))) {
    fitMeasures(lavaan::cfa(occasions(step[1], step[2]), data = both, meanstructure = TRUE))
  }
}

# two runs, the shorter one counts
seconds <- function(what) min(replicate(2, system.time(quietly(what()))[["elapsed"]]))
cat(sprintf(
  '{"reliability": %.4f, "factors": %.4f, "models": %.4f, "invariance": %.4f}\n',
  seconds(reliability), seconds(factors), seconds(models), seconds(invariance)
))
