#pragma once
// The answers that a measurement programme has received, and what it computes from them. Only values that a
// tenant can see are used.
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "models/platform/core/origin.hpp"
#include "models/workload/programme.hpp"

namespace curtain {

/// One answer, with the properties of its function that the tenant knows.
struct Reply {
  std::uint32_t function = 0;
  Mebibytes memory = 0;
  Time sent;
  Answer answer;

  /// Whether the answer comes from an execution that completed.
  [[nodiscard]] bool is_completed() const { return answer.outcome == Outcome::completed; }
};

/// All answers under one name.
class Replies {
 public:
  /// A new `invoke` begins, so the answers of the previous one are forgotten, except for the lives of
  /// instances.
  void begin();
  void add(const Reply& reply);

  /// The answers of the last `invoke`, in the order in which they were sent back.
  [[nodiscard]] const std::vector<Reply>& last() const { return last_; }
  /// The values of the observation. `work` is the work of each execution, for rates. A value that cannot be
  /// computed, such as the share of new instances among no answers, is left out.
  [[nodiscard]] std::vector<double> observe(Observed observed, Among among, const WorkMix& work) const;
  /// The functions of the largest group of instances on one VM, in the order of their answers, at most
  /// `members`. Empty if the largest group is smaller. Of several largest groups, the VM with the lowest
  /// number is chosen.
  [[nodiscard]] std::vector<std::uint32_t> largest_group(std::uint32_t members) const;

 private:
  struct Life {
    Time first;
    Time last;
  };

  [[nodiscard]] std::vector<const Reply*> chosen(Among among) const;
  [[nodiscard]] std::vector<double> lifetimes() const;

  std::vector<Reply> last_;
  std::map<std::uint64_t, Life> lives_;  // by the number of the instance
  std::set<std::uint64_t> seen_;         // instances that answered an earlier `invoke`
};

}  // namespace curtain
