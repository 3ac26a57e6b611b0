#pragma once
// The network latency between a client and the scheduler.
#include <cstdint>

#include "models/platform/parameters.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// The latencies of requests and answers. If the request latency is constant, requests reach the scheduler in
/// the order in which they were sent.
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
  /// The latency of every request, or an empty value if the latency is random.
  [[nodiscard]] Duration request() const { return constant_; }
  /// The random latency of the `ordinal`-th request of its function.
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
