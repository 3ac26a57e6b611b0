#include "models/platform/origins/programme_answers.hpp"

#include "tests/catch.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

using Values = std::vector<double>;

/// The answer of an execution from 100 ms to 300 ms, to a request that was sent at 60 ms.
Reply reply(std::uint32_t function, std::uint64_t instance, std::uint64_t vm, bool is_new = true) {
  Reply made;
  made.function = function;
  made.memory = 128 * (function + 1);
  made.sent = at_ms(60);
  made.answer = {
      Outcome::completed, at_ms(310), at_ms(300), {instance, vm, ms(5'000), at_ms(100), is_new, false}};
  return made;
}

Values observed(const Replies& replies, Observed what, Among among = Among::all, const WorkMix& work = {}) {
  return replies.observe(what, among, work);
}

}  // namespace

TEST_CASE("times and rates follow from the time stamps and the work of an answer") {
  Replies replies;
  replies.begin();
  replies.add(reply(0, 4, 9));
  CHECK(observed(replies, Observed::latency) == Values{0.25});
  CHECK(observed(replies, Observed::start_up) == Values{0.04});
  CHECK(observed(replies, Observed::execution) == Values{0.2});
  CHECK(observed(replies, Observed::vm_uptime) == Values{5});
  WorkMix work;
  work.cpu = ms(50);
  work.disk = 3'000'000;
  work.network = 1'000'000;
  CHECK(observed(replies, Observed::cpu_share, Among::all, work) == Values{0.25});
  CHECK(observed(replies, Observed::disk_rate, Among::all, work) == Values{15});
  CHECK(observed(replies, Observed::network_rate, Among::all, work) == Values{40});
  CHECK(observed(replies, Observed::cpu_share).empty());
}

TEST_CASE("instances are counted by VM") {
  Replies replies;
  replies.begin();
  replies.add(reply(0, 1, 5));
  replies.add(reply(1, 2, 5));
  replies.add(reply(2, 3, 6));
  replies.add(reply(2, 3, 6, false));  // the same instance once more
  CHECK(observed(replies, Observed::answers) == Values{4});
  CHECK(observed(replies, Observed::instances) == Values{3});
  CHECK(observed(replies, Observed::vms) == Values{2});
  CHECK(observed(replies, Observed::largest_group) == Values{2});
  CHECK(observed(replies, Observed::vm_memory) == Values{384, 384});
  CHECK(observed(replies, Observed::memory) == Values{768});
  CHECK(observed(replies, Observed::vm_id) == Values{5, 6});
  CHECK(observed(replies, Observed::new_share) == Values{0.75});
  CHECK(observed(replies, Observed::instances, Among::reused_instances) == Values{1});
  CHECK(replies.largest_group(2) == std::vector<std::uint32_t>{0, 1});
  CHECK(replies.largest_group(1) == std::vector<std::uint32_t>{0});
  CHECK(replies.largest_group(3).empty());
}

TEST_CASE("failed requests count as failures only, and no answers give no shares") {
  Replies replies;
  replies.begin();
  Reply failed = reply(0, 1, 5);
  failed.answer.outcome = Outcome::throttled;
  replies.add(failed);
  CHECK(observed(replies, Observed::failures) == Values{1});
  CHECK(observed(replies, Observed::answers) == Values{0});
  CHECK(observed(replies, Observed::latency).empty());
  CHECK(observed(replies, Observed::new_share).empty());
  CHECK(observed(replies, Observed::old_code_share).empty());
  CHECK(observed(replies, Observed::vms) == Values{0});
  CHECK(observed(replies, Observed::largest_group) == Values{0});
}

TEST_CASE("answers of old code are a share of the answers") {
  Replies replies;
  replies.begin();
  replies.add(reply(0, 1, 5));
  Reply old = reply(0, 2, 5);
  old.answer.seen.is_old_code = true;
  replies.add(old);
  CHECK(observed(replies, Observed::old_code_share) == Values{0.5});
  CHECK(observed(replies, Observed::old_code_answers) == Values{1});
}

TEST_CASE("the lifetime of an instance is known when another instance has replaced it") {
  Replies replies;
  const auto answer_at = [&replies](std::int64_t at, std::uint64_t instance) {
    replies.begin();
    Reply one = reply(0, instance, 0);
    one.answer.seen.started = at_ms(at);
    replies.add(one);
  };
  answer_at(1'000, 7);
  answer_at(4'000, 7);
  CHECK(observed(replies, Observed::lifetime).empty());
  CHECK(observed(replies, Observed::reused_instances) == Values{1});
  answer_at(5'000, 8);
  CHECK(observed(replies, Observed::lifetime) == Values{3});
  CHECK(observed(replies, Observed::reused_instances) == Values{0});
}
