// A disk that fails when told to: a SQLite VFS over the machine's own.
#ifndef WIJKBOEK_TESTS_FAKES_FAULTY_VFS_H_
#define WIJKBOEK_TESTS_FAKES_FAULTY_VFS_H_

#include <string>

namespace wijkboek {

// Registers a VFS of its own name for as long as it lives; files opened through it must be closed
// before. One thread.
class FaultyVfs {
 public:
  FaultyVfs();
  ~FaultyVfs();
  FaultyVfs(const FaultyVfs&) = delete;
  FaultyVfs& operator=(const FaultyVfs&) = delete;

  const std::string& name() const { return name_; }

  // What the next calls do. `syncs_to_fail` and `writes_to_fail` count down; the data of a failed
  // sync is written all the same.
  int syncs_to_fail = 0;
  int writes_to_fail = 0;
  // Every write that makes a file longer says that the disk is full.
  bool full = false;
  // Nothing can be opened.
  bool gone = false;
  // Seen so far.
  int syncs = 0;

  struct Registration;

 private:
  std::string name_;
  Registration* registration_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_FAKES_FAULTY_VFS_H_
