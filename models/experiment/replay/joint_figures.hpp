#pragma once
// Figures of a comparison as a whole, which `expect: {measured: ..}` bounds.
#include <string>
#include <vector>

#include "models/experiment/expectations.hpp"
#include "models/experiment/replay/log_comparison.hpp"

namespace curtain {

/// The names and meanings of all joint figures, without values.
std::vector<JointFigure> joint_figure_names();

/// The joint predictive p-value of the counts `measured[i]` of run i, given the counts simulated[i][r] of
/// replication r. With the mean m and the variance v of the replications of a run, the statistic is
/// T = sum (y - m)^2 / (v + 1/12) over the runs, where 1/12 is the variance of rounding to a whole number.
/// The p-value is the share of the replications, with the measured runs counted as one more, whose T is at
/// least that of the measured runs. The T of a replication is computed with the other replications. There
/// must be at least one run, and at least two replications of each run.
double joint_p_value(const std::vector<double>& measured, const std::vector<std::vector<double>>& simulated);

/// Computes `joint` and `joint_p_without` from the other members.
void add_joint_figures(LogComparison& comparison);

/// Throws ScenarioError if an expectation with `measured` names no joint figure, with the nearest name.
void check_measured_names(const Scenario& scenario);

/// Judges the expectations of the scenario, in their order. An expectation without `measured` is not judged.
std::vector<ExpectationResult> check_measured(const LogComparison& comparison, const Scenario& scenario);

}  // namespace curtain
