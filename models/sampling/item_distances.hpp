#pragma once
// Distances between the properties of some items and the properties of all items.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace curtain {

/// The items ordered by value. Items with equal values are ordered by number.
std::vector<std::uint32_t> items_in_order(const std::vector<double>& values);

/// The properties of items. There is one column per property, and columns[c][i] is the value of item i.
/// Distances are between some of the items and all items, in the unit of the column.
class ItemDistances {
 public:
  /// Requires at least one item, and one number per item in each column.
  explicit ItemDistances(const std::vector<std::vector<double>>& columns);

  /// The Wasserstein distance in each column. `chosen` contains at least one item and no item twice.
  [[nodiscard]] std::vector<double> of(const std::vector<std::uint32_t>& chosen) const;
  /// The Kolmogorov-Smirnov distance in one column.
  [[nodiscard]] double kolmogorov_smirnov(const std::vector<std::uint32_t>& chosen, std::size_t column) const;

 private:
  struct Column {
    std::vector<std::uint32_t> order;  // items sorted by value
    std::vector<double> gaps;          // difference from each value to the next
  };
  /// Calls `visit(difference, gap)` between each two neighbouring values. The difference of the distribution
  /// functions is multiplied by the number of items and by the number of chosen items, so that it is a whole
  /// number.
  template <class Visit>
  void for_each_gap(const Column& column, const std::vector<std::uint8_t>& is_chosen, std::int64_t some,
                    Visit visit) const;
  [[nodiscard]] std::vector<std::uint8_t> marks(const std::vector<std::uint32_t>& chosen) const;

  std::size_t items_;
  std::vector<Column> columns_;
};

}  // namespace curtain
