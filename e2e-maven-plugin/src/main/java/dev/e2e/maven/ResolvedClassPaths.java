package dev.e2e.maven;

import dev.e2e.builtin.ClassPaths;
import dev.e2e.process.InvalidInputException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/** Resolves the applications, at the plugin's own version, as Maven resolves everything else: offline mode included. */
final class ResolvedClassPaths implements ClassPaths {
    private static final String GROUP_ID = "dev.e2e";
    private static final Set<String> RUNTIME_SCOPES = Set.of("compile", "runtime");

    private final RepositorySystem repositories;
    private final RepositorySystemSession session;
    private final List<RemoteRepository> remotes;
    private final String version;

    ResolvedClassPaths(
            RepositorySystem repositories, RepositorySystemSession session, MavenProject project, String version) {
        this.repositories = repositories;
        this.session = session;
        Set<RemoteRepository> all = new LinkedHashSet<>(project.getRemotePluginRepositories());
        all.addAll(project.getRemoteProjectRepositories());
        this.remotes = List.copyOf(all);
        this.version = version;
    }

    @Override
    public List<Path> of(String artifactId) throws InvalidInputException {
        Dependency root = new Dependency(new DefaultArtifact(GROUP_ID, artifactId, "jar", version), "runtime");
        DependencyRequest request = new DependencyRequest(
                new CollectRequest(root, remotes),
                (node, parents) -> node.getDependency() == null
                        || RUNTIME_SCOPES.contains(node.getDependency().getScope()));
        try {
            return repositories.resolveDependencies(session, request).getArtifactResults().stream()
                    .map(result -> result.getArtifact().getFile().toPath())
                    .toList();
        } catch (DependencyResolutionException e) {
            throw new InvalidInputException(
                    "%s:%s:%s cannot be resolved: %s; see that the plugin's repositories can be reached, or run once without --offline"
                            .formatted(GROUP_ID, artifactId, version, e.getMessage()),
                    e);
        }
    }
}
