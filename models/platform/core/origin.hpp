#pragma once
// The sender of an invocation, which is notified when the invocation ends. Invocations of the plain stream
// have no sender and incur no cost here.
#include <cstdint>
#include <optional>
#include <vector>

#include "models/metrics/tally.hpp"
#include "models/platform/core/rows.hpp"
#include "models/words.hpp"

namespace curtain {

/// What the code of a function can see of the platform while it runs.
struct TenantView {
  std::uint64_t instance = 0;  ///< number of the instance
  std::uint64_t vm = 0;        ///< number of the VM
  Duration vm_uptime;          ///< time since the VM was opened, at the start of the execution
  Time started;                ///< start of the execution
  bool is_new = false;         ///< whether this is the first execution in the instance
  bool is_old_code = false;    ///< whether the code is from before the last update of the function
};

/// How an invocation ended, as reported to its sender.
struct Answer {
  Outcome outcome = Outcome::completed;
  Time at;               ///< time when the answer reaches the sender
  Time ended = at;       ///< end of the execution, if the attempt was executed
  TenantView seen = {};  ///< of the last execution; only for functions whose mask has special::probed
};

/// The end of an attempt that did not complete its invocation.
struct AttemptEnd {
  Outcome outcome = Outcome::failed;    ///< outcome of the invocation if no further attempt follows
  Rejection why = Rejection::unstated;  ///< the reason, if the attempt was rejected
  Time at;
};

/// A module that sends invocations, such as the clients of closed loops.
class Origin {
 public:
  Origin() = default;
  Origin(const Origin&) = delete;  // requests store the address of their origin
  Origin& operator=(const Origin&) = delete;
  virtual ~Origin() = default;
  /// Called when the invocation that `sender` sent has ended. `sender` is a number that the module chose.
  virtual void answered(std::uint32_t sender, const Answer& answer) = 0;
  /// Called when an attempt of an invocation that `sender` sent at `sent` has ended as given by `end`.
  /// Returns the time when the next attempt reaches the frontend, not before `end.at`. Time::never() means
  /// that the invocation waits until the origin calls CoreApi::give_up(). No value means that the invocation
  /// has ended; the engine then calls answered().
  [[nodiscard]] virtual std::optional<Time> tries_again(std::uint32_t sender, Time sent,
                                                        const AttemptEnd& end) {
    static_cast<void>(sender), static_cast<void>(sent), static_cast<void>(end);
    return std::nullopt;
  }
};

/// An origin, together with the number under which the origin stores the sender of the request.
struct Sender {
  Origin* origin = nullptr;  ///< nullptr for a request of the plain stream
  std::uint32_t number = kNone;
};

/// The senders of requests, indexed by the request's row. Only requests to functions whose mask has
/// special::senders are stored here.
class Senders {
 public:
  /// Makes `origin` the sender of the function's requests that have no other sender. Each such request is
  /// identified by the number of its row.
  void adopt(std::uint32_t function, Origin* origin) {
    if (function >= of_stream_.size()) {
      of_stream_.resize(std::size_t{function} + 1);
    }
    of_stream_[function] = origin;
  }

  /// Sets the sender of the request. Another request may have used the same row earlier.
  void set(std::uint32_t request, Sender sender, std::uint32_t function) {
    if (request >= senders_.size()) {
      senders_.resize(std::size_t{request} + 1);
    }
    const bool is_adopted = function < of_stream_.size() && of_stream_[function] != nullptr;
    senders_[request] =
        sender.origin == nullptr && is_adopted ? Sender{of_stream_[function], request} : sender;
    if (request < seen_.size()) {
      seen_[request] = {};
    }
  }
  /// Records what the execution of the request can see. set() must have been called for the request.
  void sees(std::uint32_t request, const TenantView& seen) {
    if (request >= seen_.size()) {
      seen_.resize(senders_.size());
    }
    seen_[request] = seen;
  }
  /// Removes the sender, which has received its answer and is not called for this request again.
  void forget(std::uint32_t request) { senders_[request] = {}; }
  /// Returns the sender of a request for which set() was called.
  [[nodiscard]] Sender of(std::uint32_t request) const { return senders_[request]; }

  /// Notifies the request's origin, if it has one, that the invocation has ended. The row may have been
  /// released, but must not have been reused.
  void answer(std::uint32_t request, Answer answer) const {
    const Sender sender = senders_[request];
    if (sender.origin != nullptr) {
      if (request < seen_.size()) {
        answer.seen = seen_[request];
      }
      sender.origin->answered(sender.number, answer);
    }
  }
  /// The time of the next attempt of the request's origin, see Origin::tries_again().
  [[nodiscard]] std::optional<Time> tries_again(std::uint32_t request, Time sent,
                                                const AttemptEnd& end) const {
    const Sender sender = senders_[request];
    return sender.origin == nullptr ? std::nullopt : sender.origin->tries_again(sender.number, sent, end);
  }

 private:
  std::vector<Sender> senders_;
  std::vector<TenantView> seen_;    // indexed by request; empty unless a function has special::probed
  std::vector<Origin*> of_stream_;  // indexed by function
};

}  // namespace curtain
