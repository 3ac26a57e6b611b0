#include "models/sampling/sample_search.hpp"

#include <algorithm>

#include "models/sampling/item_distances.hpp"
#include "sim/check.hpp"
#include "sim/elementary.hpp"

namespace curtain {
namespace {

constexpr std::size_t kClasses = 1024;  // maximum number of classes of the values in a column
constexpr std::size_t kLookedAt = 512;  // number of candidates that are considered for an exchange with one
                                        // item
constexpr double kWorthIt = 1e-12;      // smaller improvements are rounding errors

/// The values of a column in classes. Each class has equal values, or neighbouring values if there are too
/// many different values. A class ends when it contains its share of the items or of the range of values.
struct Classes {
  std::vector<std::uint16_t> of_item;
  std::vector<double> means;
  std::vector<double> sizes;

  explicit Classes(const std::vector<double>& values) : of_item(values.size()) {
    const std::vector<std::uint32_t> order = items_in_order(values);
    const double least = values[order.front()];
    const double range = values[order.back()] - least;
    double last = -1;
    double before = 0;
    const bool is_exact = distinct(values, order) <= kClasses;
    double position = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
      const double value = values[order[rank]];
      if (rank == 0 || value != before) {
        // Half of the classes are formed by rank, and half by range.
        position = is_exact ? last + 1
                            : sim::floor((static_cast<double>(rank) / static_cast<double>(order.size()) +
                                          (value - least) / range) *
                                         (static_cast<double>(kClasses) / 2 - 1));
      }
      if (position != last) {
        means.push_back(0);
        sizes.push_back(0);
        last = position;
      }
      of_item[order[rank]] = static_cast<std::uint16_t>(means.size() - 1);
      means.back() += value;
      sizes.back() += 1;
      before = value;
    }
    for (std::size_t i = 0; i < means.size(); ++i) {
      means[i] /= sizes[i];
    }
  }

  static std::size_t distinct(const std::vector<double>& values, const std::vector<std::uint32_t>& order) {
    std::size_t count = 1;
    for (std::size_t i = 1; i < order.size(); ++i) {
      count += values[order[i]] != values[order[i - 1]] ? 1 : 0;
    }
    return count;
  }
};

/// The state of a search, which consists of the chosen candidates and the effect of every exchange.
class Search {
 public:
  Search(const std::vector<std::vector<double>>& columns, const std::vector<std::uint32_t>& candidates,
         const std::vector<std::uint32_t>& start, const std::vector<double>& weights)
      : items_(static_cast<double>(columns.front().size())), inside_(start) {
    std::vector<bool> is_inside(columns.front().size());
    is_candidate_.resize(is_inside.size());
    places_.resize(is_inside.size());
    for (const std::uint32_t item : start) {
      is_inside[item] = true;
    }
    for (const std::uint32_t item : candidates) {
      is_candidate_[item] = true;
      if (!is_inside[item]) {
        outside_.push_back(item);
      }
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (weights[i] > 0) {
        add_column(columns[i], weights[i]);
      }
    }
    interleave(columns.front().size());
    set(inside_, outside_);
  }

  [[nodiscard]] const std::vector<std::uint32_t>& inside() const { return inside_; }
  [[nodiscard]] const std::vector<std::uint32_t>& outside() const { return outside_; }
  [[nodiscard]] double sum() const { return sum_; }
  [[nodiscard]] bool is_settled() const { return columns_.empty() || outside_.empty(); }

  void set(const std::vector<std::uint32_t>& inside, const std::vector<std::uint32_t>& outside) {
    inside_ = inside;
    outside_ = outside;
    for (std::size_t i = 0; i < inside_.size(); ++i) {
      place(inside_, i, true);
    }
    for (std::size_t i = 0; i < outside_.size(); ++i) {
      place(outside_, i, false);
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      Column& column = columns_[c];
      column.counts.assign(column.gaps.size() + 1, 0);
      for (const std::uint32_t item : inside_) {
        column.counts[class_of(item, c)] += 1;
      }
    }
    count();
  }

  /// The change of the sum if the two items are exchanged.
  [[nodiscard]] double worth(std::size_t in, std::size_t out) const {
    const std::uint16_t* const from = &classes_[inside_[in] * columns_.size()];
    const std::uint16_t* const to = &classes_[outside_[out] * columns_.size()];
    double change = 0;
    const Prefix* prefix = prefixes_.data();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const Prefix& a = prefix[from[c]];
      const Prefix& b = prefix[to[c]];
      change += from[c] < to[c] ? b.down - a.down : a.up - b.up;
      prefix += kClasses;
    }
    return change;
  }

  void exchange(std::size_t in, std::size_t out) {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      columns_[c].counts[class_of(inside_[in], c)] -= 1;
      columns_[c].counts[class_of(outside_[out], c)] += 1;
    }
    std::swap(inside_[in], outside_[out]);
    place(inside_, in, true);
    place(outside_, out, false);
    count();
  }

  /// Exchanges two random items, or one item with an extreme property. The few items with the largest values
  /// have the greatest effect, and a series of small improvements may not lead from one choice of these items
  /// to another choice.
  void kick(sim::Draw& draw) {
    const auto below = [&draw](std::size_t n) { return draw.below(static_cast<std::uint32_t>(n)); };
    std::size_t in = below(inside_.size());
    std::size_t out = below(outside_.size());
    const double u = draw.uniform();
    if (u >= 0.5) {
      const std::vector<std::uint32_t>& largest = largest_[below(largest_.size())];
      const double v = draw.uniform();
      const std::uint32_t item =
          largest[static_cast<std::size_t>(v * v * v * static_cast<double>(largest.size()))];
      (places_[item].is_inside ? in : out) = places_[item].position;
    }
    exchange(in, out);
  }

 private:
  struct Place {
    std::uint32_t position = 0;
    bool is_inside = false;
  };
  struct Column {
    std::vector<std::uint16_t> of_item;  // needed until interleave()
    std::vector<double> gaps;            // difference from each class to the next, multiplied by the weight
    std::vector<double> below;   // number of all items in this class and lower classes, multiplied by the
                                 // number of chosen items
    std::vector<double> counts;  // number of chosen items in each class
  };
  /// For a class, the change of the sum if the distribution function of the chosen items were one step
  /// higher, or one step lower, in each class below.
  struct Prefix {
    double up = 0;
    double down = 0;
  };

  [[nodiscard]] std::uint16_t class_of(std::uint32_t item, std::size_t column) const {
    return classes_[item * columns_.size() + column];
  }

  void place(const std::vector<std::uint32_t>& list, std::size_t position, bool is_inside) {
    places_[list[position]] = {static_cast<std::uint32_t>(position), is_inside};
  }

  void add_column(const std::vector<double>& values, double weight) {
    Classes classes(values);
    Column column;
    const auto chosen = static_cast<double>(inside_.size());
    double below = 0;
    for (std::size_t i = 0; i + 1 < classes.means.size(); ++i) {
      below += classes.sizes[i];
      column.below.push_back(below * chosen);
      column.gaps.push_back((classes.means[i + 1] - classes.means[i]) * weight / (chosen * items_));
    }
    column.of_item = std::move(classes.of_item);
    columns_.push_back(std::move(column));
    std::vector<std::uint32_t> order = items_in_order(values);
    order.erase(std::remove_if(order.begin(), order.end(),
                               [this](std::uint32_t item) { return !is_candidate_[item]; }),
                order.end());
    std::reverse(order.begin(), order.end());
    largest_.push_back(std::move(order));
  }

  void interleave(std::size_t items) {
    classes_.resize(items * columns_.size());
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      for (std::size_t i = 0; i < items; ++i) {
        classes_[i * columns_.size() + c] = columns_[c].of_item[i];
      }
      columns_[c].of_item = {};
    }
    prefixes_.resize(columns_.size() * kClasses);
  }

  /// Computes the sum and the effects of exchanges. Differences of distribution functions are multiplied by
  /// the number of items and by the number of chosen items, so that they are whole numbers.
  void count() {
    sum_ = 0;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const Column& column = columns_[c];
      Prefix* const prefix = &prefixes_[c * kClasses];
      double chosen = 0;
      prefix[0] = {};
      for (std::size_t i = 0; i < column.gaps.size(); ++i) {
        chosen += column.counts[i];
        const double difference = chosen * items_ - column.below[i];
        const double size = sim::abs(difference);
        sum_ += size * column.gaps[i];
        prefix[i + 1].up = prefix[i].up + (sim::abs(difference + items_) - size) * column.gaps[i];
        prefix[i + 1].down = prefix[i].down + (sim::abs(difference - items_) - size) * column.gaps[i];
      }
    }
  }

  double items_;
  std::vector<std::uint32_t> inside_;
  std::vector<std::uint32_t> outside_;
  std::vector<bool> is_candidate_;
  std::vector<Place> places_;                        // indexed by item
  std::vector<std::vector<std::uint32_t>> largest_;  // candidates of each column, sorted from the largest
                                                     // value
  std::vector<Column> columns_;
  std::vector<std::uint16_t> classes_;  // indexed by item, then by column
  std::vector<Prefix> prefixes_;        // indexed by column, then by class
  double sum_ = 0;
};

/// Makes exchanges as long as they improve the sum and `left` evaluations are not used up.
void climb(Search& search, sim::Draw& draw, std::uint64_t& left) {
  const std::size_t outside = search.outside().size();
  const std::size_t looked_at = std::min(outside, kLookedAt);
  for (bool is_better = true; is_better && left > 0;) {
    is_better = false;
    for (std::size_t in = 0; in < search.inside().size() && left > 0; ++in) {
      std::size_t at = looked_at < outside ? draw.below(static_cast<std::uint32_t>(outside)) : 0;
      std::size_t best = 0;
      double least = -kWorthIt;
      for (std::size_t i = 0; i < looked_at; ++i) {
        const double worth = search.worth(in, at);
        if (worth < least) {
          least = worth;
          best = at;
        }
        at = at + 1 == outside ? 0 : at + 1;
      }
      left -= std::min<std::uint64_t>(left, looked_at);
      if (least < -kWorthIt) {
        search.exchange(in, best);
        left -= std::min<std::uint64_t>(left, kClasses);
        is_better = true;
      }
    }
  }
}

}  // namespace

std::vector<std::uint32_t> random_items(const std::vector<std::uint32_t>& candidates, std::size_t size,
                                        sim::DrawKey key, std::uint32_t entity) {
  SIM_CHECK(size <= candidates.size());
  std::vector<std::uint32_t> items = candidates;
  sim::Draw draw(key, entity, 0);
  for (std::size_t i = 0; i < size; ++i) {
    std::swap(items[i], items[i + draw.below(static_cast<std::uint32_t>(items.size() - i))]);
  }
  items.resize(size);
  return items;
}

std::vector<std::uint32_t> nearest_items(const std::vector<std::vector<double>>& columns,
                                         const std::vector<std::uint32_t>& candidates,
                                         const std::vector<std::uint32_t>& start,
                                         const SearchSettings& settings) {
  SIM_CHECK(settings.weights.size() == columns.size());
  Search search(columns, candidates, start, settings.weights);
  std::vector<std::uint32_t> inside = start;
  if (!search.is_settled()) {
    sim::Draw draw(settings.key, 0, 0);
    std::uint64_t left = settings.evaluations;
    climb(search, draw, left);
    inside = search.inside();
    std::vector<std::uint32_t> outside = search.outside();
    double least = search.sum();
    while (left > 0) {
      const std::size_t kicks = std::max<std::size_t>(2, inside.size() / 20);
      for (std::size_t i = 0; i < kicks; ++i) {
        search.kick(draw);
      }
      left -= std::min<std::uint64_t>(left, kicks * kClasses);
      climb(search, draw, left);
      if (search.sum() < least) {
        inside = search.inside();
        outside = search.outside();
        least = search.sum();
      } else {
        search.set(inside, outside);
      }
    }
  }
  std::sort(inside.begin(), inside.end());
  return inside;
}

}  // namespace curtain
