using FairExchange.Runtime.Files;

namespace FairExchange.Tests.Cli;

/// <summary>What a pipe brings is read up to a bound; in a folder that is looked through only files are.</summary>
public class InputPathTests
{
    /// <summary>As a shell's <c>&lt;(…)</c> gives it.</summary>
    [Fact]
    public async Task What_a_pipe_brings_is_read_like_a_file()
    {
        using var folder = new TemporaryFolder();
        var pipe = folder.Pipe("pipe");
        var writing = Task.Run(() => File.WriteAllText(pipe, "{ \"format\": \"another\" }"));
        Shell.Run("replay", pipe).AssertMisused("the format is \"another\"");
        await writing;
    }

    [Fact]
    public async Task A_pipe_that_does_not_end_is_read_up_to_the_bound_and_no_further()
    {
        using var folder = new TemporaryFolder();
        var pipe = folder.Pipe("pipe");
        var writing = Task.Run(() => Write(pipe));
        Assert.Contains(
            "larger than 100000 bytes", Assert.Throws<IOException>(() => InputFile.Read(pipe, 100_000)).Message, StringComparison.Ordinal);
        Assert.True(await writing);
    }

    /// <summary>Until nobody reads any more.</summary>
    private static bool Write(string pipe)
    {
        using var stream = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        try
        {
            while (true)
            {
                stream.Write(new byte[1 << 16]);
            }
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>A folder is looked through by a program, so that nobody has said that a pipe in it is meant.</summary>
    [Fact]
    public void In_a_folder_of_messages_only_plain_files_are_read()
    {
        using var folder = new TemporaryFolder();
        Refused("pipe", name => folder.Pipe(name), "cannot be read: it is a pipe, and a file is wanted");
        Refused("endless", name => folder.Link(name, "/dev/zero"), "cannot be read: it is a device, and a file is wanted");
        Refused("dangling", name => folder.Link(name, folder["missing"]), "Could not find file");
        Refused("large", name => File.WriteAllBytes(folder[name], new byte[FairExchange.Runtime.Values.Wire.MaximumMessage + 1]),
            "it is too large");
        File.WriteAllText(folder["mail"], "a mail");
        folder.Link("link", folder["mail"]);
        Assert.Equal(0, Simulate().Code);

        void Refused(string name, Action<string> make, string said)
        {
            make(name);
            Simulate().AssertMisused(said);
            File.Delete(folder[name]);
        }

        Shell Simulate() => Shell.Run(
            "simulate", "honest-cem", "--exchanges", "10", "--suite", "symbolic", "--messages", Path.GetDirectoryName(folder["x"])!);
    }

    /// <summary>.NET shows such a name with another character in its place, and finds no file of that name.</summary>
    [Fact]
    public void A_message_whose_name_is_not_UTF_8_is_said_so()
    {
        using var folder = new TemporaryFolder();
        var path = Path.GetDirectoryName(folder["x"])!;
        Bash("printf x > \"$0\"/$'\\xff.eml'", path);
        try
        {
            Shell.Run("simulate", "honest-cem", "--exchanges", "10", "--suite", "symbolic", "--messages", path)
                .AssertMisused("its name is not UTF-8");
        }
        finally
        {
            // .NET cannot remove it either.
            Bash("rm \"$0\"/*.eml", path);
        }

        static void Bash(string script, string argument)
        {
            using var bash = System.Diagnostics.Process.Start("bash", ["-c", script, argument]);
            bash.WaitForExit();
            Assert.Equal(0, bash.ExitCode);
        }
    }

    [Fact]
    public void A_device_is_told_from_a_file() => Assert.Equal(
        [FileKind.CharacterDevice, FileKind.Folder, FileKind.Missing],
        new[] { "/dev/null", "/", "/no-such-file/x" }.Select(path => FileStatus.Of(path).Kind));
}
