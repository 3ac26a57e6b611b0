#pragma once
// Who sent an invocation, and hears of its end. Invocations of the plain stream have no sender, and cost
// nothing here.
#include <cstdint>
#include <vector>

#include "models/metrics/tally.hpp"
#include "models/platform/core/rows.hpp"
#include "models/words.hpp"

namespace curtain {

/// How an invocation ended, as its sender sees it.
struct Answer {
  Outcome outcome = Outcome::completed;
  Time at;  ///< when the answer reaches the sender
};

/// A module that sends invocations: clients of closed loops, for one.
class Origin {
 public:
  Origin() = default;
  Origin(const Origin&) = delete;  // requests know it by its address
  Origin& operator=(const Origin&) = delete;
  virtual ~Origin() = default;
  /// The invocation that `sender`, a number of the module's own, has sent is over.
  virtual void answered(std::uint32_t sender, const Answer& answer) = 0;
};

/// An origin, and its own number for who sent the request there.
struct Sender {
  Origin* origin = nullptr;  ///< nullptr: the plain stream
  std::uint32_t number = kNone;
};

/// The senders of requests, by the request's row. Only requests to functions whose mask has special::senders
/// are here.
class Senders {
 public:
  /// Sets the sender of the request. The row may have been another request's before.
  void set(std::uint32_t request, Sender sender) {
    if (request >= senders_.size()) {
      senders_.resize(std::size_t{request} + 1);
    }
    senders_[request] = sender;
  }
  /// Of a request for which set() was called.
  [[nodiscard]] Sender of(std::uint32_t request) const { return senders_[request]; }

  /// The request's invocation has ended: its origin, if it has one, is called. The row may have been
  /// released, but not given out again.
  void answer(std::uint32_t request, const Answer& answer) const {
    const Sender sender = senders_[request];
    if (sender.origin != nullptr) {
      sender.origin->answered(sender.number, answer);
    }
  }

 private:
  std::vector<Sender> senders_;
};

}  // namespace curtain
