using System.Reflection;
using System.Runtime.CompilerServices;

namespace FairExchange.Mutants;

/// <summary>
/// One process tests many mutants, one after the other. A static value that is made while a mutant is switched in would keep it for all
/// that follow (a table without a name lets each of their tests fail, and each counts as noticed), so all are made before, the tests' own
/// too: the file by which Stryker says which mutant it is says "none" until then.
/// </summary>
internal static class StaticValues
{
    private static readonly byte[] None = BitConverter.GetBytes(-1);

    private static readonly string[] Assemblies =
        ["FairExchange.Cryptography", "FairExchange.Model", "FairExchange.Runtime", "FairExchange.Applications",
            "FairExchange.Verification",
            "FairExchange.Tests"];

    /// <summary>Where the tests of the mutated folders keep keys and certificates; other tests' static values take minutes.</summary>
    private static readonly string[] Areas = [
        "FairExchange.Tests.Cryptography", "FairExchange.Tests.Runtime", "FairExchange.Tests.Applications"];

    [ModuleInitializer]
    internal static void Make()
    {
        // While it looks which test reaches which mutant, there is none to switch in.
        if (Environment.GetEnvironmentVariable("STRYKER_MUTANT_FILE") is not { } path
            || Environment.GetEnvironmentVariable("STRYKER_COVERAGE_FILE") is not null)
        {
            return;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var mutant = new byte[None.Length];
        file.ReadExactly(mutant);
        Write(None);
        foreach (var type in Assemblies.Select(Assembly.Load).SelectMany(assembly => assembly.GetTypes()).Where(IsMade))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            foreach (var late in type.GetFields(
                BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
                    .Where(field => field.FieldType.Name == "Lazy`1"))
            {
                late.FieldType.GetProperty("Value")!.GetValue(late.GetValue(null));
            }
        }

        Write(mutant);

        static bool IsMade(Type type) => !type.ContainsGenericParameters
            && (type.Assembly != typeof(StaticValues).Assembly
                || Areas.Any(area => type.Namespace?.StartsWith(area, StringComparison.Ordinal) == true));

        void Write(byte[] bytes)
        {
            file.Position = 0;
            file.Write(bytes);
            file.Flush();
        }
    }
}
