#include "models/sampling/item_distances.hpp"

#include <algorithm>
#include <numeric>

#include "sim/check.hpp"

namespace curtain {

std::vector<std::uint32_t> items_in_order(const std::vector<double>& values) {
  std::vector<std::uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&values](std::uint32_t a, std::uint32_t b) {
    return values[a] != values[b] ? values[a] < values[b] : a < b;
  });
  return order;
}

ItemDistances::ItemDistances(const std::vector<std::vector<double>>& columns)
    : items_(columns.front().size()) {
  SIM_CHECK(items_ > 0);
  for (const std::vector<double>& values : columns) {
    SIM_CHECK(values.size() == items_);
    Column column;
    column.order = items_in_order(values);
    for (std::size_t i = 0; i + 1 < items_; ++i) {
      column.gaps.push_back(values[column.order[i + 1]] - values[column.order[i]]);
    }
    columns_.push_back(std::move(column));
  }
}

std::vector<std::uint8_t> ItemDistances::marks(const std::vector<std::uint32_t>& chosen) const {
  std::vector<std::uint8_t> is_chosen(items_);
  for (const std::uint32_t item : chosen) {
    is_chosen[item] = 1;
  }
  return is_chosen;
}

template <class Visit>
void ItemDistances::for_each_gap(const Column& column, const std::vector<std::uint8_t>& is_chosen,
                                 std::int64_t some, Visit visit) const {
  const auto all = static_cast<std::int64_t>(items_);
  std::int64_t difference = 0;
  for (std::size_t i = 0; i < column.gaps.size(); ++i) {
    difference += (is_chosen[column.order[i]] != 0 ? all : 0) - some;
    visit(static_cast<double>(difference < 0 ? -difference : difference), column.gaps[i]);
  }
}

std::vector<double> ItemDistances::of(const std::vector<std::uint32_t>& chosen) const {
  const std::vector<std::uint8_t> is_chosen = marks(chosen);
  const auto some = static_cast<std::int64_t>(chosen.size());
  const double unit = 1 / (static_cast<double>(items_) * static_cast<double>(some));
  std::vector<double> distances;
  for (const Column& column : columns_) {
    double sum = 0;
    for_each_gap(column, is_chosen, some, [&sum](double difference, double gap) { sum += difference * gap; });
    distances.push_back(sum * unit);
  }
  return distances;
}

double ItemDistances::kolmogorov_smirnov(const std::vector<std::uint32_t>& chosen, std::size_t column) const {
  const auto some = static_cast<std::int64_t>(chosen.size());
  double most = 0;
  for_each_gap(columns_[column], marks(chosen), some, [&most](double difference, double gap) {
    most = gap > 0 ? std::max(most, difference) : most;
  });
  return most / (static_cast<double>(items_) * static_cast<double>(some));
}

}  // namespace curtain
