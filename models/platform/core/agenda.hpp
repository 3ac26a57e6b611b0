#pragma once
// The consequences of the changes that an event makes. Each change notes facts on the agenda. After every
// event and before the next event, the cell processes the facts in one place, in the order of Agenda::Step.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace curtain {

/// Facts that wait to be processed. The agenda holds each fact at most once, even if it is noted several
/// times. Facts of one kind are processed in the order in which they were noted.
class Agenda {
 public:
  /// The order in which facts are processed. A new fact of an earlier kind is processed before the remaining
  /// facts of later kinds.
  enum class Step : std::uint8_t {
    own_queue,  ///< a function lost an instance, or one of its instances takes no more attempts; waiting
                ///< attempts may start another instance
    floor,      ///< a function may have fewer instances than pre-warm holds for it
    room,       ///< memory has become free; attempts that wait for memory are tried again
    pool,       ///< the pool of generic instances may be filled with the remaining memory
    admission,  ///< a tenant is below its limit again; queued attempts of the tenant may be admitted
    nothing,
  };

  void note_own_queue(std::uint32_t function) { note(Step::own_queue, own_queues_, function); }
  void note_floor(std::uint32_t function) { note(Step::floor, floors_, function); }
  void note_room() { noted_ |= bit(Step::room); }
  void note_pool() { noted_ |= bit(Step::pool); }
  void note_admission(std::uint32_t tenant) { note(Step::admission, admissions_, tenant); }

  [[nodiscard]] bool empty() const { return noted_ == 0; }

  struct Fact {
    Step step = Step::nothing;
    std::uint32_t subject = 0;  ///< the number of the function or tenant
  };
  /// Removes and returns the next fact, or Step::nothing if the agenda is empty.
  Fact take() {
    if ((noted_ & bit(Step::own_queue)) != 0) {
      return {Step::own_queue, pop(Step::own_queue, own_queues_)};
    }
    if ((noted_ & bit(Step::floor)) != 0) {
      return {Step::floor, pop(Step::floor, floors_)};
    }
    for (const Step step : {Step::room, Step::pool}) {
      if ((noted_ & bit(step)) != 0) {
        noted_ &= ~bit(step);
        return {step, 0};
      }
    }
    if ((noted_ & bit(Step::admission)) != 0) {
      return {Step::admission, pop(Step::admission, admissions_)};
    }
    return {};
  }

 private:
  /// Subjects in the order in which they were noted.
  struct Subjects {
    std::vector<std::uint32_t> queue;
    std::size_t next = 0;
    std::vector<bool> is_noted;  // indexed by subject
  };

  static constexpr std::uint32_t bit(Step step) { return 1u << static_cast<unsigned>(step); }

  void note(Step step, Subjects& subjects, std::uint32_t subject) {
    if (subject >= subjects.is_noted.size()) {
      subjects.is_noted.resize(std::size_t{subject} + 1);
    }
    if (!subjects.is_noted[subject]) {
      subjects.is_noted[subject] = true;
      subjects.queue.push_back(subject);
      noted_ |= bit(step);
    }
  }

  std::uint32_t pop(Step step, Subjects& subjects) {
    const std::uint32_t subject = subjects.queue[subjects.next++];
    subjects.is_noted[subject] = false;
    if (subjects.next == subjects.queue.size()) {
      subjects.queue.clear();
      subjects.next = 0;
      noted_ &= ~bit(step);
    }
    return subject;
  }

  std::uint32_t noted_ = 0;  // a bit for each step that has a fact
  Subjects own_queues_;
  Subjects floors_;
  Subjects admissions_;
};

}  // namespace curtain
