#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_map>
#include <vector>

#include "models/policies/make.hpp"
#include "models/policies/placement/scan.hpp"

namespace curtain {
namespace {

/// The quantities that a rule can use, in the order of words().
enum class Word : std::uint32_t {
  free,
  used,
  capacity,
  instances,
  instances_of_function,
  instances_of_tenant,
  instances_of_function_in_zone,
  busy,
  vcpus,
  age,
  distance,
  has_code,
  slots,
  free_after,
  slots_after,
  instances_of_others,
  cpu_demand,
  free_vcpus,
  disk_demand,
  network_demand,
};

constexpr double kPerVcpu = 1e6;  // SharedDemand::cpu is in millionths of a vCPU
constexpr double kPerMegabyte = 1e6;

[[nodiscard]] bool is_demand(Word word) {
  return word == Word::cpu_demand || word == Word::free_vcpus || word == Word::disk_demand ||
         word == Word::network_demand;
}

double demanded_vcpus(const BinView& seen) {
  return static_cast<double>(SharedDemand(seen.demand).cpu) / kPerVcpu;
}

/// The names, in the order of Word.
const std::vector<std::string_view>& words() {
  static const std::vector<std::string_view> all{"free",
                                                 "used",
                                                 "capacity",
                                                 "instances",
                                                 "instances_of_function",
                                                 "instances_of_tenant",
                                                 "instances_of_function_in_zone",
                                                 "busy",
                                                 "vcpus",
                                                 "age",
                                                 "distance",
                                                 "has_code",
                                                 "slots",
                                                 "free_after",
                                                 "slots_after",
                                                 "instances_of_others",
                                                 "cpu_demand",
                                                 "free_vcpus",
                                                 "disk_demand",
                                                 "network_demand"};
  return all;
}

double value_of(Word word, const BinView& seen, const PlacementQuery& query, const Bins& bins) {
  constexpr double ns_per_s = 1e9;
  constexpr double ns_per_ms = 1e6;
  switch (word) {
    case Word::free:
      return seen.free;
    case Word::used:
      return seen.capacity - seen.free;
    case Word::capacity:
      return seen.capacity;
    case Word::instances:
      return seen.instances;
    case Word::instances_of_function:
      return seen.of_function;
    case Word::instances_of_tenant:
      return seen.of_tenant;
    case Word::instances_of_function_in_zone:
      return bins.in_zone(seen.zone, query);
    case Word::busy:
      return seen.busy;
    case Word::vcpus:
      return seen.vcpus;
    case Word::age:
      return static_cast<double>((query.now - seen.created).ns()) / ns_per_s;
    case Word::distance:
      return static_cast<double>(seen.distance.ns()) / ns_per_ms;
    case Word::has_code:
      return seen.has_code ? 1 : 0;
    case Word::slots:
      return seen.slots;
    case Word::free_after:
      return seen.free_after;
    case Word::slots_after:
      return seen.slots_after;
    case Word::instances_of_others:
      return seen.instances - seen.of_tenant;
    case Word::cpu_demand:
      return demanded_vcpus(seen);
    case Word::free_vcpus:
      return std::max(0.0, static_cast<double>(seen.vcpus) - demanded_vcpus(seen));
    case Word::disk_demand:
      return static_cast<double>(SharedDemand(seen.demand).disk) / kPerMegabyte;
    case Word::network_demand:
      return static_cast<double>(SharedDemand(seen.demand).network) / kPerMegabyte;
  }
  return 0;
}

bool holds(Relation relation, double value, double bound) {
  switch (relation) {
    case Relation::below:
      return value < bound;
    case Relation::at_most:
      return value <= bound;
    case Relation::equal_to:
      return value == bound;
    case Relation::at_least:
      return value >= bound;
    case Relation::above:
      return value > bound;
  }
  return false;
}

enum class Ties : std::int64_t { oldest, youngest, random };

class Rules final : public PlacementPolicy {
 public:
  explicit Rules(const Arguments& arguments)
      : filter_(arguments.terms(0)),
        score_(arguments.terms(1)),
        ties_(static_cast<Ties>(arguments.integer(2))),
        share_(arguments.number(3)),
        least_(arguments.count(4)) {}

  [[nodiscard]] Needs needs() const override {
    Needs needs{.bins_by_age = true};
    for (const std::vector<Term>* const terms : {&filter_, &score_}) {
      for (const Term& term : *terms) {
        const Word word = static_cast<Word>(term.word);
        needs.bin_contents |= word == Word::instances_of_function || word == Word::instances_of_tenant ||
                              word == Word::instances_of_function_in_zone ||
                              word == Word::instances_of_others;
        needs.bin_demand |= is_demand(word);
        needs.bin_load |= word == Word::busy;
        needs.bin_code |= word == Word::has_code;
      }
    }
    return needs;
  }

  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    constexpr Bins::Serial end = std::numeric_limits<Bins::Serial>::max();
    Search search{.query = query,
                  .bins = bins,
                  .left = most_to_score(bins.size()),
                  .draw = sim::Draw(query.draws, query.function.value(), query.ordinal)};
    if (share_ >= 1) {
      go(search, 0, end);
      remember(search, bins.size());
      return search.best;
    }
    // As in the scheduler of Kubernetes, the search stops after enough bins have passed, and the next search
    // resumes there.
    Bins::Serial& from = next_from_[query.pool];
    const Bins::Serial first = from;
    go(search, first, end);
    if (first > 0) {
      go(search, 0, first);
    }
    from = search.next;
    remember(search, bins.size());
    return search.best;
  }

  /// Returns an empty value if not all bins are scored, or if one of several equal bins is drawn.
  [[nodiscard]] BinScores scores(const PlacementQuery& query, const Bins& bins,
                                 Bins::Bin bin) const override {
    const BinView seen = bins.view(bin, query);
    const bool passes = std::all_of(filter_.begin(), filter_.end(), [&](const Term& term) {
      return holds(term.relation, value_of(static_cast<Word>(term.word), seen, query, bins), term.number);
    });
    if (!passes || share_ < 1 || ties_ == Ties::random) {
      return {};
    }
    double score = 0;
    for (const Term& term : score_) {
      score += term.number * value_of(static_cast<Word>(term.word), seen, query, bins);
    }
    return {{"score", score, false},
            {"order of opening", static_cast<double>(bins.serial(bin)), ties_ == Ties::oldest}};
  }

  [[nodiscard]] std::string explain() const override {
    if (passed_ == 0) {
      return "no bin with room passes the filter";
    }
    return fmt::format(
        "score {}, the highest of {} bins that pass; leaves {} free{}", score_of_best_, passed_,
        best_view_.free_after,
        best_view_.slots_after == kUnlimited ? "" : fmt::format(" and {} slots", best_view_.slots_after));
  }

 private:
  struct Search {
    const PlacementQuery& query;
    const Bins& bins;
    std::size_t left;  ///< number of bins that are still to be scored
    std::optional<Bins::Bin> best = {};
    double best_score = 0;
    BinView best_view = {};
    std::uint32_t equals = 0;  ///< number of bins that have the best score
    sim::Draw draw;            ///< draw for ties
    Bins::Serial next = 0;     ///< the bin after the last examined bin
  };

  [[nodiscard]] std::size_t most_to_score(std::size_t bins) const {
    return std::max<std::size_t>(least_, static_cast<std::size_t>(static_cast<double>(bins) * share_));
  }

  void remember(const Search& search, std::size_t bins) {
    passed_ = most_to_score(bins) - search.left;
    score_of_best_ = search.best_score;
    best_view_ = search.best_view;
  }

  /// Examines the bins with serials in [from, to).
  void go(Search& search, Bins::Serial from, Bins::Serial to) const {
    std::optional<Bins::Bin> bin = search.bins.next_with(from, search.query.demand);
    while (bin && search.left > 0 && search.bins.serial(*bin) < to) {
      search.next = search.bins.serial(*bin) + 1;
      look_at(search, *bin);
      bin = search.bins.next_with(search.next, search.query.demand);
    }
  }

  void look_at(Search& search, Bins::Bin bin) const {
    const BinView seen = search.bins.view(bin, search.query);
    const auto value = [&](const Term& term) {
      return value_of(static_cast<Word>(term.word), seen, search.query, search.bins);
    };
    for (const Term& term : filter_) {
      if (!holds(term.relation, value(term), term.number)) {
        return;
      }
    }
    --search.left;
    double score = 0;
    for (const Term& term : score_) {
      score += term.number * value(term);
    }
    if (!search.best || score > search.best_score) {
      search.best = bin;
      search.best_score = score;
      search.best_view = seen;
      search.equals = 1;
    } else if (score == search.best_score && takes_equal(search, bin)) {
      search.best = bin;
      search.best_view = seen;
    }
  }

  /// Whether the bin replaces the best bin so far, which has the same score.
  bool takes_equal(Search& search, Bins::Bin bin) const {
    if (ties_ == Ties::random) {
      return search.draw.below(++search.equals) == 0;
    }
    return (bin < *search.best) == (ties_ == Ties::oldest);
  }

  std::vector<Term> filter_;
  std::vector<Term> score_;
  Ties ties_;
  double share_;
  std::uint32_t least_;
  std::size_t passed_ = 0;                                     // number of bins at the last choice
  double score_of_best_ = 0;                                   // score at the last choice
  BinView best_view_;                                          // view of the bin at the last choice
  std::unordered_map<std::uint32_t, Bins::Serial> next_from_;  // indexed by pool; never iterated
};

}  // namespace

const PolicyDeclaration& placement_rules() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "rules",
      "applies rules from the scenario: chooses the bin with the highest score among the bins within all "
      "bounds of the filter",
      "the filter and score plugins of kube-scheduler, kubernetes.io, Scheduling Framework; the rules of "
      "Hadary et al., Protean, OSDI 2020",
      {{"filter", ParameterKind::bounds, "[]", -1e15, 1e15,
        "bounds that a bin with room must satisfy, such as [{instances_of_function: {below: 4}}]; free, used "
        "and capacity are in MiB for a VM and in VMs for a host, age is in seconds, distance is one way in "
        "milliseconds; instances and busy are counts for the VM or for all VMs of the host; has_code is 1 if "
        "the host has held the function; slots is the number of further instances (or VMs) of any size that "
        "fit, 4294967295 without a limit; free_after and slots_after are free and slots after the placement; "
        "instances_of_others counts instances of other tenants; cpu_demand is the number of vCPUs that the "
        "executions with CPU work demand now, which may be more than vcpus; free_vcpus is vcpus less "
        "cpu_demand, at "
        "least 0; disk_demand and network_demand are in MB/s",
        words()},
       {"score", ParameterKind::weights, "[]", -1e15, 1e15,
        "weights, such as [{free: -1}, {instances_of_function: -2}]; the score of a bin is the sum of weight "
        "times value",
        words()},
       {"ties",
        ParameterKind::choice,
        "oldest",
        0,
        0,
        "which of several bins with the highest score is chosen",
        {"oldest", "youngest", "random"}},
       {"share_to_score", ParameterKind::fraction, "1", 1e-6, 1,
        "share of all bins to score; the search ends when this many bins have passed the filter, and the "
        "next search continues from there; percentageOfNodesToScore of kube-scheduler"},
       {"least_to_score", ParameterKind::count, "100", 1, 1e9,
        "minimum number of bins to score, even if share_to_score gives less; minFeasibleNodesToFind of "
        "kube-scheduler is 100"}},
      make_from_arguments<Rules>};
  return declaration;
}

}  // namespace curtain
