#pragma once
// Distances between the properties of some items and those of all items.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace curtain {

/// Items ordered by value, among equal values by number.
std::vector<std::uint32_t> items_in_order(const std::vector<double>& values);

/// The properties of items, one column per property: columns[c][i] is the value of item i. Distances are
/// between some of the items and all of them, each in the unit of its column.
class ItemDistances {
 public:
  /// Requires at least one item, and one number per item in each column.
  explicit ItemDistances(const std::vector<std::vector<double>>& columns);

  /// The Wasserstein distance in each column; `chosen` are distinct items, at least one.
  [[nodiscard]] std::vector<double> of(const std::vector<std::uint32_t>& chosen) const;
  /// The distance of Kolmogorov and Smirnov in one column.
  [[nodiscard]] double kolmogorov_smirnov(const std::vector<std::uint32_t>& chosen, std::size_t column) const;

 private:
  struct Column {
    std::vector<std::uint32_t> order;  // items by value
    std::vector<double> gaps;          // from each value to the next
  };
  /// Calls `visit(difference, gap)` between neighbours. The difference of the distribution functions is given
  /// as a whole number: multiplied by the number of items and by the number of chosen items.
  template <class Visit>
  void for_each_gap(const Column& column, const std::vector<std::uint8_t>& is_chosen, std::int64_t some,
                    Visit visit) const;
  [[nodiscard]] std::vector<std::uint8_t> marks(const std::vector<std::uint32_t>& chosen) const;

  std::size_t items_;
  std::vector<Column> columns_;
};

}  // namespace curtain
