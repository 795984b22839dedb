using FairExchange.Cli;
using FairExchange.Model.Language;
using FairExchange.Tests.Model.Drawing;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Generated;

// What is drawn of it, and what its evidence is worth.
internal sealed partial class Trial
{
    private Outcome.Failed? Shown()
    {
        foreach (var format in new[] { "text", "mermaid", "smt2" })
        {
            using var output = new StringWriter { NewLine = "\n" };
            using var error = new StringWriter { NewLine = "\n" };
            var code = CommandLine.Run(
                ["show", protocol.Id, "--format", format], new CommandContext(output, error) { Catalogue = [protocol] });
            if (code != 0 || error.ToString() is not "" || output.ToString() is "")
            {
                return new Outcome.Failed(FaultKind.Drawing, $"show --format {format}: exit code {code}, {error}");
            }

            if (format == "mermaid")
            {
                try
                {
                    MermaidSyntax.AssertValid(output.ToString());
                }
                catch (Xunit.Sdk.XunitException problem)
                {
                    return new Outcome.Failed(FaultKind.Drawing, $"show --format mermaid: {problem.Message}");
                }
            }
        }

        return null;
    }

    /// <summary>Evidence against somebody who has done nothing at all, made of what whoever likes has anyway.</summary>
    private Outcome.Failed? FalseEvidence()
    {
        foreach (var accused in protocol.Parties)
        {
            var item = protocol.ItemOf(protocol.Counterpart(accused));
            var world = World.Against(protocol, accused, [accused]);
            if (item.IsEvidence && item.Forms.Any(form => IsMadeAlone(world, form, accused)))
            {
                var said = item.Statement(variable => variable.Symbol);
                return new Outcome.Failed(
                    FaultKind.FalseEvidence, $"whoever likes makes \"{said}\" alone, and it is taken for evidence against {accused.Name}");
            }
        }

        return null;
    }

    /// <summary>Whether the adversary has, before anything has happened, what shows that the accused took part.</summary>
    private bool IsMadeAlone(World world, Term form, Role.Party accused)
    {
        var domains = new Domains(world);
        var binding = Binding.Empty.With(accused.Name, world.Honest[0]);
        foreach (var variable in form.Variables().Where(variable => variable != accused.Name))
        {
            // Which values there are makes no difference where nobody else has said anything: one of each sort, public or the adversary's
            // own.
            var trusted = protocol.TrustedParties.FirstOrDefault(role => role.Name == variable);
            if ((trusted is not null
                ? World.TrustedName(trusted) : domains.Public.Concat(domains.Adversarial)
                .FirstOrDefault(atom => atom.Sort == variable.Sort)) is not { } value)
            {
                return false;
            }

            binding = binding.With(variable, value);
        }

        var own = domains.Public.Concat(domains.Adversarial).Cast<Term>().ToHashSet();
        return form.Variables().Contains(accused.Name) && Made(binding.Ground(form));
        bool Made(Term term) =>
            own.Contains(term) || (Deduction.Ingredients(term, name => world.Corrupted.Contains(name))?.All(Made) ?? false);
    }
}
