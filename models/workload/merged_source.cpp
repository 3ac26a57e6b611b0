#include "models/workload/merged_source.hpp"

#include <algorithm>
#include <array>

#include "sim/check.hpp"

namespace curtain {
namespace {

class MergedSource : public ArrivalSource {
 public:
  explicit MergedSource(std::vector<std::unique_ptr<ArrivalSource>> sources) {
    lanes_.resize(sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
      SIM_CHECK(sources[i] != nullptr);
      lanes_[i].source = std::move(sources[i]);
    }
  }

  std::size_t fill(std::span<Arrival> out) override {
    if (!started_) {
      started_ = true;
      for (Lane& lane : lanes_) {
        lane.refill();
      }
    }
    std::size_t done = 0;
    while (done < out.size()) {
      // Finds the first lane, and the limits that the other lanes set for it. Scenarios have only a few
      // lanes.
      Lane* first = nullptr;
      Time bound_before = Time::never();  // limit set by lanes of lower number: the time must be strictly
                                          // earlier
      Time bound_after = Time::never();   // limit set by lanes of higher number: the time must not be later
      for (Lane& lane : lanes_) {
        if (first == nullptr || lane.head() < first->head()) {
          if (first != nullptr) {
            bound_before = std::min({bound_before, bound_after, first->head()});
            bound_after = Time::never();
          }
          first = &lane;
        } else {
          bound_after = std::min(bound_after, lane.head());
        }
      }
      if (first == nullptr || first->head() == Time::never()) {
        break;
      }
      done += first->take(out.subspan(done), bound_before, bound_after);
    }
    return done;
  }

  [[nodiscard]] std::optional<Time> horizon() const override {
    std::optional<Time> latest = Time{};
    for (const Lane& lane : lanes_) {
      const std::optional<Time> its = lane.source->horizon();
      if (!its) {
        return std::nullopt;
      }
      latest = std::max(*latest, *its);
    }
    return latest;
  }

  [[nodiscard]] std::vector<ClientGroup> clients() const override {
    std::vector<ClientGroup> all;
    for (const Lane& lane : lanes_) {
      for (ClientGroup& group : lane.source->clients()) {
        all.push_back(std::move(group));
      }
    }
    return all;
  }

  [[nodiscard]] std::vector<std::shared_ptr<const Programme>> programmes() const override {
    std::vector<std::shared_ptr<const Programme>> all;
    for (const Lane& lane : lanes_) {
      for (std::shared_ptr<const Programme>& programme : lane.source->programmes()) {
        all.push_back(std::move(programme));
      }
    }
    return all;
  }

 private:
  struct Lane {
    std::unique_ptr<ArrivalSource> source;
    std::array<Arrival, 512> buffer;
    std::size_t next = 0;
    std::size_t size = 0;

    [[nodiscard]] Time head() const { return next < size ? buffer[next].time : Time::never(); }

    void refill() {
      size = source->fill(buffer);
      next = 0;
    }

    /// Moves arrivals of this lane to the output: at least one, and as many as the limits of the other lanes
    /// allow.
    std::size_t take(std::span<Arrival> out, Time bound_before, Time bound_after) {
      std::size_t done = 0;
      do {
        out[done++] = buffer[next++];
      } while (done < out.size() && next < size && buffer[next].time < bound_before &&
               buffer[next].time <= bound_after);
      if (next == size) {
        refill();
      }
      return done;
    }
  };

  std::vector<Lane> lanes_;
  bool started_ = false;
};

}  // namespace

std::unique_ptr<ArrivalSource> merge(std::vector<std::unique_ptr<ArrivalSource>> sources) {
  if (sources.size() == 1) {
    SIM_CHECK(sources.front() != nullptr);
    return std::move(sources.front());
  }
  return std::make_unique<MergedSource>(std::move(sources));
}

}  // namespace curtain
