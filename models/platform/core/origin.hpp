#pragma once
// The sender of an invocation, which is informed of its end. Invocations of the plain stream have no sender,
// and cost nothing here.
#include <cstdint>
#include <optional>
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

/// The end of an attempt that did not complete its invocation.
struct AttemptEnd {
  Outcome outcome = Outcome::failed;    ///< outcome of the invocation, unless it is tried again
  Rejection why = Rejection::unstated;  ///< if the attempt was turned away
  Time at;
};

/// A module that sends invocations, such as the clients of closed loops.
class Origin {
 public:
  Origin() = default;
  Origin(const Origin&) = delete;  // requests refer to it by its address
  Origin& operator=(const Origin&) = delete;
  virtual ~Origin() = default;
  /// The invocation that was sent by `sender`, a number of the module's own, has ended.
  virtual void answered(std::uint32_t sender, const Answer& answer) = 0;
  /// An attempt of an invocation that `sender` sent at `sent` has ended as given by `end`. Returns the time
  /// when the next attempt reaches the frontend, not before `end.at`. Time::never() means that the invocation
  /// waits until the origin calls CoreApi::give_up(). No value means that the invocation has ended;
  /// answered() is then called.
  [[nodiscard]] virtual std::optional<Time> tries_again(std::uint32_t sender, Time sent,
                                                        const AttemptEnd& end) {
    static_cast<void>(sender), static_cast<void>(sent), static_cast<void>(end);
    return std::nullopt;
  }
};

/// An origin, with the origin's own number for the sender of the request.
struct Sender {
  Origin* origin = nullptr;  ///< nullptr for the plain stream
  std::uint32_t number = kNone;
};

/// The senders of requests, by the request's row. Only requests to functions whose mask has special::senders
/// are kept here.
class Senders {
 public:
  /// Requests of the function without a sender belong to `origin`, each under the number of its row.
  void adopt(std::uint32_t function, Origin* origin) {
    if (function >= of_stream_.size()) {
      of_stream_.resize(std::size_t{function} + 1);
    }
    of_stream_[function] = origin;
  }

  /// Sets the sender of the request, whose row may have been used by another request before.
  void set(std::uint32_t request, Sender sender, std::uint32_t function) {
    if (request >= senders_.size()) {
      senders_.resize(std::size_t{request} + 1);
    }
    const bool is_adopted = function < of_stream_.size() && of_stream_[function] != nullptr;
    senders_[request] =
        sender.origin == nullptr && is_adopted ? Sender{of_stream_[function], request} : sender;
  }
  /// The sender has had its answer: it is not called for this request any more.
  void forget(std::uint32_t request) { senders_[request] = {}; }
  /// The sender of a request for which set() was called.
  [[nodiscard]] Sender of(std::uint32_t request) const { return senders_[request]; }

  /// The request's invocation has ended: notifies its origin, if it has one. The row may have been released,
  /// but not reused.
  void answer(std::uint32_t request, const Answer& answer) const {
    const Sender sender = senders_[request];
    if (sender.origin != nullptr) {
      sender.origin->answered(sender.number, answer);
    }
  }
  /// When the request's origin tries again, see Origin::tries_again().
  [[nodiscard]] std::optional<Time> tries_again(std::uint32_t request, Time sent,
                                                const AttemptEnd& end) const {
    const Sender sender = senders_[request];
    return sender.origin == nullptr ? std::nullopt : sender.origin->tries_again(sender.number, sent, end);
  }

 private:
  std::vector<Sender> senders_;
  std::vector<Origin*> of_stream_;  // by function
};

}  // namespace curtain
