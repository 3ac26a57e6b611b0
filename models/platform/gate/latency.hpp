#pragma once
// The way between a client and the scheduler.
#include <cstdint>

#include "models/platform/parameters.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// How long requests and answers take. A latency that is constant is known ahead: requests then reach the
/// scheduler in the order in which they were sent.
class FrontendLatency {
 public:
  FrontendLatency(const FrontendParameters& parameters, const sim::DrawKey& draws)
      : request_(parameters.request_latency),
        draws_(draws),
        response_(parameters.response_latency),
        is_drawn_(!request_.is_constant()) {
    if (!is_drawn_) {
      constant_ = request_.sample_duration(draws_, 0, 0);
    }
  }

  [[nodiscard]] bool is_drawn() const { return is_drawn_; }
  /// Of every request; nothing where it is drawn.
  [[nodiscard]] Duration request() const { return constant_; }
  /// Of one request, where it is drawn: the `ordinal`-th of its function.
  [[nodiscard]] Duration request(std::uint32_t function, std::uint64_t ordinal) const {
    return request_.sample_duration(draws_, function, ordinal);
  }
  [[nodiscard]] Duration response() const { return response_; }

 private:
  sim::Distribution request_;
  sim::DrawKey draws_;
  Duration constant_{};
  Duration response_;
  bool is_drawn_;
};

}  // namespace curtain
