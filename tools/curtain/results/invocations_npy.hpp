#pragma once
// `curtain run --invocations all.npy`: invocations as binary columns.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tools/curtain/results/invocation_file.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/results/row_file.hpp"

namespace curtain::tools {

/// A structured array in numpy's format (version 1.0 of NPY). Each row has 96 bytes in little-endian order.
/// Times are whole nanoseconds, and -1 means a missing value. Names are stored as numbers, which the file
/// `FILE.json` lists next to the array. tools/README.md explains the fields.
class InvocationsNpy final : public InvocationFormat {
 public:
  /// Writes both files; see OutputFile.
  explicit InvocationsNpy(const std::string& path);

  void add(FunctionName name) override;
  void write(const std::vector<InvocationRow>& rows) override;
  void commit() override;

 private:
  [[nodiscard]] std::string names() const;

  RowFile file_;
  OutputFile names_file_;
  std::uint64_t rows_ = 0;
  std::vector<std::string> functions_;
  std::vector<std::uint32_t> tenant_of_;  // the number of the tenant of each function
  std::vector<std::string> tenants_;      // tenants, in the order in which their functions first appear
  std::map<std::string, std::uint32_t> tenant_numbers_;
};

}  // namespace curtain::tools
