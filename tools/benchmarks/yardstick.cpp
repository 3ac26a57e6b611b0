// The reference of `tools/bench build`. This source uses no part of Curtain and never changes, so the cost of
// a build can be compared between commits and machines as a ratio to the cost of this source.
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

struct Row {
  std::string name;
  std::vector<double> values;
};

double total(const std::map<std::string, std::unique_ptr<Row>>& rows) {
  double sum = 0;
  for (const auto& [name, row] : rows) {
    std::vector<double> sorted = row->values;
    std::sort(sorted.begin(), sorted.end());
    sum += sorted.empty() ? 0 : sorted[sorted.size() / 2];
  }
  return sum;
}

}  // namespace

int main(int count, char** words) {
  std::map<std::string, std::unique_ptr<Row>> rows;
  for (int i = 0; i < count; ++i) {
    auto row = std::make_unique<Row>();
    row->name = words[i];
    row->values.assign(row->name.begin(), row->name.end());
    rows[row->name] = std::move(row);
  }
  return total(rows) > 1e6 ? 1 : 0;
}
