using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Verification.Solving;

public sealed class Z3LibraryTests : IDisposable
{
    private static readonly string FileName =
        OperatingSystem.IsWindows() ? "libz3.dll" : OperatingSystem.IsMacOS() ? "libz3.dylib" : "libz3.so.4";

    private readonly string root = Directory.CreateTempSubdirectory("libz3-").FullName;

    private string Empty => Directory.CreateDirectory(Path.Combine(root, "empty")).FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_library_beside_the_program_comes_first()
    {
        string beside = CopyInto("program");
        string system = CopyInto("system");
        string configured = CopyInto("configured");
        Z3Library found = Z3Library.Find(Path.GetDirectoryName(beside)!, [system], configured);
        Assert.Equal(beside, found.Path);
        Assert.True(Works(found));
    }

    [Fact]
    public void A_packages_native_folder_counts_as_beside_the_program()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string machine = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string native = CopyInto(Path.Combine("program", "runtimes", $"{system}-{machine}", "native"));
        Z3Library found = Z3Library.Find(Path.Combine(root, "program"), [], configured: null);
        Assert.Equal(native, found.Path);
        Assert.True(Works(found));
    }

    [Fact]
    public void The_systems_library_comes_before_the_configured_one()
    {
        string system = CopyInto("system");
        Z3Library found = Z3Library.Find(Empty, ["no-such-library", system], CopyInto("configured"));
        Assert.Equal(system, found.Path);
        Assert.True(Works(found));
    }

    [Fact]
    public void The_environment_variable_names_a_file_or_its_folder()
    {
        string configured = CopyInto("configured");
        foreach (string value in new[] { configured, Path.GetDirectoryName(configured)! })
        {
            Z3Library found = Z3Library.Find(Empty, ["no-such-library"], value);
            Assert.Equal(configured, found.Path);
            Assert.True(Works(found));
        }
    }

    [Fact]
    public void A_file_that_is_no_library_is_passed_over()
    {
        string configured = CopyInto("configured");
        File.WriteAllText(Path.Combine(Empty, FileName), "not a library");
        Assert.Equal(configured, Z3Library.Find(Empty, [], configured).Path);
        Z3NotFoundException error = Assert.Throws<Z3NotFoundException>(() => Z3Library.Find(Empty, [], configured: null));
        Assert.Contains($"{Path.Combine(Empty, FileName)}: does not load", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/no/such/folder")]
    public void Where_there_is_none_one_line_says_how_to_get_it(string? configured)
    {
        string message = Assert.Throws<Z3NotFoundException>(() => Z3Library.Find(Empty, ["no-such-library"], configured)).Message;
        Assert.DoesNotContain('\n', message);
        OSPlatform here = OperatingSystem.IsWindows() ? OSPlatform.Windows : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.Linux;
        Assert.EndsWith(Z3Library.HowToGet(here), message, StringComparison.Ordinal);
        Assert.Equal(!string.IsNullOrEmpty(configured), message.Contains("is set to", StringComparison.Ordinal));
    }

    [Fact]
    public void The_advice_is_true_on_each_system()
    {
        string linux = Z3Library.HowToGet(OSPlatform.Linux);
        Assert.Contains("apt-get install libz3-4", linux, StringComparison.Ordinal);
        // The package has no library for Linux: nothing about it helps there.
        Assert.DoesNotContain("package", linux, StringComparison.Ordinal);
        Assert.DoesNotContain("build", linux, StringComparison.Ordinal);
        Assert.Contains("brew install z3", Z3Library.HowToGet(OSPlatform.OSX), StringComparison.Ordinal);
        Assert.Contains("libz3.dll", Z3Library.HowToGet(OSPlatform.Windows), StringComparison.Ordinal);
        Assert.All([OSPlatform.Linux, OSPlatform.OSX, OSPlatform.Windows],
            system => Assert.EndsWith(
                "set FAIREXCHANGE_LIBZ3 to the library or its folder.", Z3Library.HowToGet(system), StringComparison.Ordinal));
    }

    /// <summary>
    /// The package's binding speaks of Z3 4.12.2, and Debian's library is 4.8.12: what is called must be in both. This machine's library
    /// stands for the older one where it is that (CI's is), and anywhere a name that is missing fails here and not in the middle of a
    /// proof.
    /// </summary>
    [Fact]
    public void Every_function_that_is_called_is_in_the_library()
    {
        string[] called = CalledFunctions();
        Assert.Superset(new HashSet<string>(["Z3_mk_context", "Z3_solver_check_assumptions", "Z3_mk_atmost"]), called.ToHashSet());
        Assert.All(called, name =>
            Assert.True(NativeLibrary.TryGetExport(Z3Library.Loaded.Handle, name, out _), $"{name} is not in Z3 {Z3Solver.Version}"));
        // Fewer than 4.8.12 has: these came later, and would be seen.
        Assert.False(Z3Solver.Version < new Version(4, 8, 13) && NativeLibrary.TryGetExport(Z3Library.Loaded.Handle, "Z3_mk_char", out _));
    }

    /// <summary>What the verification's assembly takes from the binding, as its metadata have it.</summary>
    private static string[] CalledFunctions()
    {
        using var file = File.OpenRead(typeof(Z3Solver).Assembly.Location);
        using PEReader assembly = new(file);
        MetadataReader metadata = assembly.GetMetadataReader();
        return [.. metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference
                && metadata.GetTypeReference((TypeReferenceHandle)member.Parent) is var type && IsOfBinding(metadata, type))
            .Select(member => metadata.GetString(member.Name))];
    }

    private static bool IsOfBinding(MetadataReader metadata, TypeReference type) =>
        metadata.GetString(type.Namespace) == "Microsoft.Z3" && metadata.GetString(type.Name) is "Native"
        || (type.ResolutionScope.Kind == HandleKind.TypeReference
            && IsOfBinding(metadata, metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope))
            && metadata.GetString(type.Name) == "LIB");

    // The library that this process uses, copied: each copy is loaded as a library of its own.
    private string CopyInto(string folder)
    {
        _ = Z3Solver.Version;
        string original = Process.GetCurrentProcess().Modules.Cast<ProcessModule>()
            .Select(module => module.FileName)
            .First(name => Path.GetFileName(name).StartsWith("libz3.", StringComparison.Ordinal)
                && !name.StartsWith(Path.Combine(Path.GetTempPath(), "libz3-"), StringComparison.Ordinal));
        string copy = Path.Combine(Directory.CreateDirectory(Path.Combine(root, folder)).FullName, FileName);
        File.Copy(original, copy);
        return copy;
    }

    private static bool Works(Z3Library library)
    {
        GetVersion version = Marshal.GetDelegateForFunctionPointer<GetVersion>(
            NativeLibrary.GetExport(library.Handle, "Z3_get_version"));
        version(out uint major, out uint minor, out uint build, out uint revision);
        NativeLibrary.Free(library.Handle);
        return new Version((int)major, (int)minor, (int)build, (int)revision) == Z3Solver.Version;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void GetVersion(out uint major, out uint minor, out uint build, out uint revision);
}
