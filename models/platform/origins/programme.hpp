#pragma once
// Measurement programmes. Each programme is a client of one tenant, which executes its steps one after the
// other. A programme sees only what its answers say.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/metrics/records.hpp"
#include "models/platform/core/core_api.hpp"
#include "models/platform/origins/programme_answers.hpp"
#include "models/warning.hpp"
#include "models/workload/programme.hpp"

namespace curtain {

struct ProgrammeSends : EventKind<sim::Rank::arrival, 2, Subject::number> {};      // the subject is a call
struct ProgrammeContinues : EventKind<sim::Rank::arrival, 3, Subject::number> {};  // the subject is a
                                                                                   // programme

/// All measurement programmes of a run. There is none unless the scenario has programmes.
class Programmes final : public Origin {
 public:
  /// `request_latency` is the time from a client to the frontend. No step begins at `end` or later.
  Programmes(CoreApi& core, Duration request_latency, Time end,
             std::vector<std::shared_ptr<const Programme>> programmes);

  [[nodiscard]] bool empty() const { return running_.empty(); }
  /// The bits of special:: that a function of a programme has.
  [[nodiscard]] std::uint32_t mask_of(std::uint32_t function) const;
  /// Called when a function gets a row.
  void adopt(std::uint32_t function);
  /// Schedules the first steps.
  void begin();
  /// The number of requests that are about to be sent, and of programmes that wait for a time.
  [[nodiscard]] std::uint64_t pending() const { return pending_; }

  /// Handles ProgrammeSends.
  void sends(std::uint32_t call, Time now);
  /// Handles ProgrammeContinues.
  void continues(std::uint32_t programme, Time now);
  void answered(std::uint32_t call, const Answer& answer) override;

  /// The recorded values so far.
  [[nodiscard]] const ProgrammeRecords& records() const { return records_; }
  /// A warning for each programme that has not executed all its steps.
  [[nodiscard]] Warnings cut_short(bool is_partial) const;

 private:
  /// A function that a programme has deployed.
  struct Deployed {
    std::uint32_t programme = kNone;
    const DeployStep* step = nullptr;
  };
  /// A request that has not been answered.
  struct Call {
    std::uint32_t programme = 0;
    std::uint32_t function = 0;
    Time sent;
    Duration duration;
    Replies* replies = nullptr;
  };
  /// A list of steps that is being executed.
  struct Frame {
    const std::vector<ProgrammeStep>* steps = nullptr;
    const RepeatStep* repeat = nullptr;  // absent for the steps of the programme itself
    std::size_t next = 0;
    std::uint32_t round = 0;
    Time began;  // beginning of the first round
  };
  /// A bisection. The answer after `high` came from a new instance, and the answer after `low` did not.
  struct Search {
    const SearchStep* step = nullptr;
    Duration low;
    Duration high;
    Duration pause;            // of the current trial
    bool has_called = false;   // the first call of the trial has been answered
    bool is_verified = false;  // the longest pause has been tried
  };
  struct Running {
    std::shared_ptr<const Programme> programme;
    std::vector<Frame> frames;
    std::map<std::string, std::vector<std::uint32_t>> groups;
    std::map<std::string, Replies> replies;         // by the name of the answers
    std::map<std::string, std::uint32_t> recorded;  // number of executions of the steps of each record
    std::string last;                               // name of the answers of the last `invoke`
    std::uint32_t unanswered = 0;
    Time last_answer;
    std::uint64_t calls = 0;
    bool waits_for_answers = false;
    bool skips = false;  // no group was found, so steps are skipped until the next `delete`
    bool is_over = false;
    std::optional<Search> search;
  };
  /// Whether the programme goes on with its next step at once.
  enum class Next : std::uint8_t { step, wait };

  void continue_at(std::uint32_t programme, Time at);
  void proceed(std::uint32_t id);
  Next execute(std::uint32_t id, const ProgrammeStep& step);
  /// Begins the next round of the innermost list of steps, or leaves it.
  Next end_round(std::uint32_t id);
  void invoke(std::uint32_t id, const std::vector<std::uint32_t>& functions, std::uint32_t requests,
              Duration hold, Replies& replies);
  Next wait_for_answers(std::uint32_t id);
  /// Goes on with the search of the programme. Returns Next::step if the search has ended.
  Next go_on_searching(std::uint32_t id);
  void deploy(Running& running, const DeployStep& step);
  void remove(Running& running, const DeleteStep& step);
  void keep_group(Running& running, const KeepGroupStep& step);
  void record(Running& running, const RecordStep& step);
  void add_to_record(Running& running, const std::string& name, const char* unit,
                     const std::vector<double>& values);
  /// The number of the round of a `deploy`, among all rounds of its enclosing steps.
  [[nodiscard]] static std::uint64_t round_of(const Running& running);

  CoreApi& core_;
  Duration request_latency_;
  Time end_;
  std::vector<Running> running_;
  std::vector<Deployed> deployed_;  // indexed by function
  std::vector<Call> calls_;
  std::vector<std::uint32_t> free_calls_;
  ProgrammeRecords records_;
  std::uint64_t pending_ = 0;
};

}  // namespace curtain
