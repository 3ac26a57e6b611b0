#pragma once
// The state of reading one scenario: the path of the current key, the positions of all keys that were given,
// and the errors.
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/config/node.hpp"
#include "models/warning.hpp"

namespace curtain::config {

class Reader {
 public:
  /// Relative paths start from `directory`; if it is empty, they start from the current folder.
  Reader(Diagnostics& diagnostics, std::string directory)
      : diagnostics_(diagnostics), directory_(std::move(directory)) {}

  /// Adds an error at `place`. The message begins with the current path of keys.
  void error(const Place& place, std::string_view message);
  /// Adds a warning about the key at the current path. The position of the key is `place`.
  void warn(const Place& place, std::string_view text);
  /// The warnings that have been added.
  [[nodiscard]] const Warnings& warnings() const { return warnings_; }

  /// The path of the current key: "cluster.hosts.count", "workload[0].poisson".
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The path of a key of the current mapping.
  [[nodiscard]] std::string path_of(std::string_view key) const;

  /// Extends the current path by one key during the lifetime of the object.
  class Step {
   public:
    Step(Reader& reader, std::string_view key);
    Step(Reader& reader, std::size_t index);
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    ~Step() { reader_.path_.resize(length_); }

   private:
    Reader& reader_;
    std::size_t length_;
  };

  /// Records that the key at the current path was given at `place`, even if its value was invalid.
  void note_given(const Place& place) { given_[path_] = place; }
  /// The position where the key with this full path was last given, or nullptr.
  [[nodiscard]] const Place* given(const std::string& path) const;
  /// The position where each key was last given, by full path.
  [[nodiscard]] const std::map<std::string, Place>& all_given() const { return given_; }

  /// Removes the records of all keys below the items of the list at the current path, because a list replaces
  /// an earlier list.
  void forget_items();

  /// The folder from which a relative path at `place` starts: the folder of the file, or the current folder
  /// for an override from the command line.
  [[nodiscard]] const std::string& directory_for(const Place& place) const;
  [[nodiscard]] const std::string& directory() const { return directory_; }
  /// Changes the folder for relative paths while a profile in another folder is read.
  void set_directory(std::string directory) { directory_ = std::move(directory); }

  /// A suggestion for an unknown key, based on the known keys: "; did you mean 'rate'?", "; write 'rate:
  /// 5/s', with a space after the colon", "; did you mean 'policies.placement'?", "; did you mean the
  /// scenario's own 'duration'?", or an empty text.
  [[nodiscard]] std::string instead_of(const Node::Entry& entry, const std::vector<std::string>& known) const;
  /// A function that returns the full paths of all keys of a scenario that have the given name.
  using Elsewhere = std::function<std::vector<std::string>(const std::string&)>;
  void set_elsewhere(Elsewhere elsewhere) { elsewhere_ = std::move(elsewhere); }

  [[nodiscard]] Diagnostics& diagnostics() { return diagnostics_; }

 private:
  [[nodiscard]] std::vector<std::string> elsewhere(const std::string& name) const;

  Diagnostics& diagnostics_;
  std::string directory_;
  std::string current_;  // always empty
  std::string path_;
  std::map<std::string, Place> given_;
  Elsewhere elsewhere_;
  Warnings warnings_;
};

}  // namespace curtain::config
