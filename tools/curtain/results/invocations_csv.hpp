#pragma once
// `curtain run --invocations`: invocations as rows of CSV.
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tools/curtain/results/invocation_file.hpp"
#include "tools/curtain/results/row_file.hpp"

namespace curtain::tools {

/// The columns are n, tenant, function, arrival_s, dispatch_s, start_s, end_s, answer_s, attempts, start,
/// outcome, reason, instance, vm, host, charged_s, counted. tools/README.md explains their meanings. A field
/// without a value is empty.
class InvocationsCsv final : public InvocationFormat {
 public:
  /// See OutputFile.
  explicit InvocationsCsv(const std::string& path);

  void add(FunctionName name) override;
  void write(const std::vector<InvocationRow>& rows) override;
  void commit() override;

 private:
  /// The whole seconds of a time as text. Consecutive rows often have the same seconds, so the text is
  /// reused.
  struct Seconds {
    std::int64_t value = -1;
    std::uint32_t length = 0;
    std::array<char, 24> text{};
  };

  void make_room(std::size_t name);
  char* write_row(char* at, const InvocationRow& row);
  char* write_time(char* at, std::int64_t ns, Seconds& seconds);

  RowFile file_;
  std::vector<std::string> names_;  // for each function, the text ",TENANT,FUNCTION,"
  std::size_t longest_name_ = 0;
  std::unique_ptr<char[]> text_;  // rows that are not yet written to the file
  std::size_t used_ = 0;
  std::size_t capacity_ = 0;
  std::array<Seconds, 4> seconds_;  // one each for arrivals, for dispatches and starts, for ends, and for
                                    // answers
};

}  // namespace curtain::tools
