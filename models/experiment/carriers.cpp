#include "models/experiment/carriers.hpp"

#include <algorithm>

namespace curtain {
namespace {

double number_of(std::span<const Figures> functions, FunctionShare share) {
  double sum = 0;
  double squares = 0;
  for (const Figures& each : functions) {
    const double own = share(each);
    sum += own;
    squares += own * own;
  }
  return squares > 0 ? sum * sum / squares : 0;
}

}  // namespace

double effective_functions(const MetricDeclaration& metric, std::span<const Figures> functions) {
  if (metric.shares.empty()) {
    return 0;
  }
  double least = number_of(functions, metric.shares.front());
  for (const FunctionShare share : metric.shares) {
    least = std::min(least, number_of(functions, share));
  }
  return least;
}

}  // namespace curtain
