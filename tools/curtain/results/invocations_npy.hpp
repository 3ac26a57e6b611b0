#pragma once
// `curtain run --invocations all.npy`: rows of invocations in binary columns.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tools/curtain/results/invocation_file.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/results/row_file.hpp"

namespace curtain::tools {

/// A structured array in numpy's format (version 1.0 of NPY): 96 bytes for each row, little-endian, times in
/// whole nanoseconds, -1 for a value that does not exist. Names are numbers, which `FILE.json` lists, next to
/// the file. tools/README.md has the fields.
class InvocationsNpy final : public InvocationFormat {
 public:
  /// See OutputFile, for both files.
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
  std::vector<std::uint32_t> tenant_of_;  // by function
  std::vector<std::string> tenants_;      // in the order in which their functions appear
  std::map<std::string, std::uint32_t> tenant_numbers_;
};

}  // namespace curtain::tools
