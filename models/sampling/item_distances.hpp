#pragma once
// How far the properties of some of many items are from those of all.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace curtain {

/// Items by value, of equal values by number.
std::vector<std::uint32_t> items_in_order(const std::vector<double>& values);

/// The properties of items, one column a property: columns[c][i] is that of item i. Distances between some of
/// the items and all of them, each in the unit of its column.
class ItemDistances {
 public:
  /// At least one item, and as many numbers in each column.
  explicit ItemDistances(const std::vector<std::vector<double>>& columns);

  /// The Wasserstein distance in each column; `chosen` are distinct items, at least one.
  [[nodiscard]] std::vector<double> of(const std::vector<std::uint32_t>& chosen) const;
  /// The distance of Kolmogorov and Smirnov in one column.
  [[nodiscard]] double kolmogorov_smirnov(const std::vector<std::uint32_t>& chosen, std::size_t column) const;

 private:
  struct Column {
    std::vector<std::uint32_t> order;  // items by value
    std::vector<double> gaps;          // from each to the next
  };
  /// Calls `visit(difference, gap)` between neighbours, where the difference of the distribution functions is
  /// a whole number: times the number of items and of those chosen.
  template <class Visit>
  void for_each_gap(const Column& column, const std::vector<std::uint8_t>& is_chosen, std::int64_t some,
                    Visit visit) const;
  [[nodiscard]] std::vector<std::uint8_t> marks(const std::vector<std::uint32_t>& chosen) const;

  std::size_t items_;
  std::vector<Column> columns_;
};

}  // namespace curtain
