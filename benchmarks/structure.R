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
models <- c(theory, paste("f =~", paste(items, collapse = " + ")))

quietly <- function(code) suppressWarnings(suppressMessages(capture.output(code)))

reliability <- function() {
  for (table in tables) {
    for (set in c(dimensions, list(items))) {
      psych::alpha(table[set], check.keys = FALSE, warnings = FALSE)
      fa(table[set], nfactors = 1, fm = "minres")
    }
  }
}

structure <- function() {
  for (table in tables) {
    KMO(table)
    cortest.bartlett(cor(table), n = nrow(table))
    fa.parallel(table, plot = FALSE)
    for (model in models) {
      fitted <- cfa(model, data = table, estimator = "MLR")
      fitMeasures(fitted)
      standardizedSolution(fitted)
    }
  }
  modindices(cfa(theory, data = tables[[2]], estimator = "MLR"))
}

# two runs, the shorter one counts
seconds <- function(what) min(replicate(2, system.time(quietly(what()))[["elapsed"]]))
cat(sprintf('{"reliability": %.4f, "structure": %.4f}\n', seconds(reliability), seconds(structure)))
