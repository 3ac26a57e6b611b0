#include "tools/curtain/results/trace_events.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace curtain::tools {
namespace {

/// A time or a length in microseconds, with decimals down to the nanosecond.
std::string trace_microseconds(std::int64_t ns) {
  return fmt::format("{}.{:03}", ns / 1'000, ns % 1'000);
}

/// The line feed and the indentation between the last event and the end of the document.
constexpr std::string_view kLineBeforeEnd = "\n  ";

/// The document without events, which are inserted before its last bracket.
std::string empty_document() {
  sim::JsonWriter json;
  json.object(sim::JsonLayout::lines, [&] {
    json.member("displayTimeUnit", "ms");
    json.key("traceEvents");
    json.array(sim::JsonLayout::lines, [] {});
  });
  return json.document();
}

}  // namespace

std::uint64_t TraceEvents::smallest_document() {
  return empty_document().size() + kLineBeforeEnd.size();
}

TraceEvents::TraceEvents(const std::string& path, const std::string& option, std::uint64_t most_bytes)
    : file_(path, option, "", OutputFile::Content::other),
      most_bytes_(most_bytes),
      written_(smallest_document()) {
  const std::string document = empty_document();
  const std::size_t end = document.rfind(']');
  file_.write(document.substr(0, end));
  end_ = document.substr(end);
}

template <class Members>
std::string TraceEvents::event(const Members& members) {
  sim::JsonWriter json;
  json.object(sim::JsonLayout::line, [&] { members(json); });
  std::string text = json.document();
  text.pop_back();  // the line feed at the end of the document
  return text;
}

bool TraceEvents::write(std::initializer_list<std::string> events) {
  std::string text;
  for (const std::string& each : events) {
    text += (events_ == 0 && text.empty() ? "\n" : ",\n") + each;
  }
  is_full_ = is_full_ || written_ + text.size() > most_bytes_;
  if (is_full_) {
    return false;
  }
  events_ += events.size();
  written_ += text.size();
  file_.write(text);
  return true;
}

void TraceEvents::metadata(const char* what, TraceTrack track, const Argument& argument) {
  write({event([&](sim::JsonWriter& json) {
    json.member("ph", "M");
    json.member("name", what);
    json.member("pid", track.process);
    json.member("tid", track.thread);
    json.key("args");
    json.object(sim::JsonLayout::line, [&] { json.member(argument.first, argument.second); });
  })});
}

void TraceEvents::name_process(std::uint32_t process, const std::string& name) {
  if (processes_.insert(process).second) {
    metadata("process_name", {process, 0}, {"name", name});
    metadata("process_sort_index", {process, 0}, {"sort_index", std::uint64_t{process}});
  }
}

void TraceEvents::name_thread(TraceTrack track, const std::string& name, std::uint64_t order) {
  if (threads_.insert(track.thread).second) {
    constexpr std::uint64_t most = 2'147'483'647;  // readers store the value in 32 bits
    metadata("thread_name", track, {"name", name});
    metadata("thread_sort_index", track, {"sort_index", std::min(order, most)});
  }
}

bool TraceEvents::slice(TraceTrack track, std::string_view name, std::string_view category, Time begin,
                        Time end, const std::vector<Argument>& arguments) {
  return write({event([&](sim::JsonWriter& json) {
    json.member("ph", "X");
    json.member("name", name);
    json.member("cat", category);
    json.member("pid", track.process);
    json.member("tid", track.thread);
    json.key("ts");
    json.literal(trace_microseconds(begin.ns()));
    json.key("dur");
    json.literal(trace_microseconds((end - begin).ns()));
    json.key("args");
    json.object(sim::JsonLayout::line, [&] {
      for (const Argument& argument : arguments) {
        json.member(argument.first, argument.second);
      }
    });
  })});
}

void TraceEvents::flow(TraceTrack from, Time at, TraceTrack to, Time until) {
  const std::uint64_t id = ++flows_;
  const auto end_of_arrow = [&](const char* phase, TraceTrack track, Time time) {
    return event([&](sim::JsonWriter& json) {
      json.member("ph", phase);
      json.member("name", "dispatch");
      json.member("cat", "flow");
      json.member("id", id);
      json.member("pid", track.process);
      json.member("tid", track.thread);
      json.key("ts");
      json.literal(trace_microseconds(time.ns()));
      if (*phase == 'f') {
        json.member("bp", "e");  // the arrow ends at the enclosing slice, not at the next slice
      }
    });
  };
  write({end_of_arrow("s", from, at), end_of_arrow("f", to, until)});
}

void TraceEvents::counter(std::uint32_t process, std::string_view name, Time at,
                          const std::vector<Argument>& values) {
  write({event([&](sim::JsonWriter& json) {
    json.member("ph", "C");
    json.member("name", name);
    json.member("pid", process);
    json.member("tid", 0);
    json.key("ts");
    json.literal(trace_microseconds(at.ns()));
    json.key("args");
    json.object(sim::JsonLayout::line, [&] {
      for (const Argument& value : values) {
        json.member(value.first, value.second);
      }
    });
  })});
}

void TraceEvents::commit() {
  file_.write((events_ == 0 ? "" : std::string(kLineBeforeEnd)) + end_);
  file_.commit();
}

}  // namespace curtain::tools
