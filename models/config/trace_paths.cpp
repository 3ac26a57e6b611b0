#include "models/config/trace_paths.hpp"

#include <stdexcept>

#include "models/config/files.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {
namespace {

/// The form of the files of a trace: a path or a list of paths. The name of a file may have wildcards.
class PathsForm : public Form<std::vector<std::string>> {
 public:
  void read(const Node& node, Reader& reader, std::vector<std::string>& value) const override {
    std::vector<std::string> paths;
    if (node.kind == Node::Kind::sequence) {
      if (node.items.empty()) {
        reader.error(node.place, "the list of files is empty; write at least one file");
        return;
      }
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        const Reader::Step step(reader, i);
        read_one(node.items[i], reader, paths);
      }
    } else {
      read_one(node, reader, paths);
    }
    value = std::move(paths);
  }
  [[nodiscard]] Node write(const std::vector<std::string>& value) const override {
    if (value.size() == 1) {
      return path_form()->write(value.front());
    }
    Node list = Node::sequence();
    for (const std::string& path : value) {
      list.append(path_form()->write(path));
    }
    return list;
  }
  [[nodiscard]] Node schema() const override {
    return schema_either(path_form()->schema(), std::move(Node::mapping()
                                                              .set("type", Node::string("array"))
                                                              .set("minItems", Node::literal("1"))
                                                              .set("items", path_form()->schema())));
  }

 private:
  /// Adds all files that match a path. If no file matches, the path is added as written, and check_files()
  /// reports it.
  static void read_one(const Node& node, Reader& reader, std::vector<std::string>& paths) {
    std::string path;
    path_form()->read(node, reader, path);
    try {
      const std::vector<std::string> found = matching_files(path);
      paths.insert(paths.end(), found.begin(), found.end());
    } catch (const std::invalid_argument&) {
      paths.push_back(path);
    }
  }
};

}  // namespace

FormPtr<std::vector<std::string>> paths_form() {
  return std::make_shared<PathsForm>();
}

void check_file(const std::string& path, const char* key, Reader& reader) {
  const Place* place = reader.given(reader.path_of(key));
  if (path.empty() || place == nullptr) {
    return;
  }
  if (const auto reason = why_unreadable(path)) {
    const Reader::Step step(reader, key);
    reader.error(*place, *reason);
  }
}

void check_files(const std::vector<std::string>& paths, const char* key, Reader& reader) {
  for (const std::string& path : paths) {
    try {
      matching_files(path);
      check_file(path, key, reader);
    } catch (const std::invalid_argument& reason) {
      if (const Place* const place = reader.given(reader.path_of(key))) {
        const Reader::Step step(reader, key);
        reader.error(*place, reason.what());
      }
    }
  }
}

}  // namespace curtain::config
