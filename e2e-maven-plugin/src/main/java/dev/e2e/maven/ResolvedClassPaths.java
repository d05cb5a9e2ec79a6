package dev.e2e.maven;

import dev.e2e.builtin.ClassPaths;
import dev.e2e.process.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.model.DependencyManagement;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
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
    private final MavenProject project;
    private final List<RemoteRepository> remotes;
    private final String version;
    private final Map<List<Dependency>, List<Path>> found = new ConcurrentHashMap<>();

    ResolvedClassPaths(
            RepositorySystem repositories, RepositorySystemSession session, MavenProject project, String version) {
        this.repositories = repositories;
        this.session = session;
        this.project = project;
        Set<RemoteRepository> all = new LinkedHashSet<>(project.getRemotePluginRepositories());
        all.addAll(project.getRemoteProjectRepositories());
        this.remotes = List.copyOf(all);
        this.version = version;
    }

    @Override
    public List<Path> of(String artifactId) throws InvalidInputException {
        Dependency root = new Dependency(new DefaultArtifact(GROUP_ID, artifactId, "jar", version), "runtime");
        return resolve("%s:%s:%s".formatted(GROUP_ID, artifactId, version), List.of(root), List.of());
    }

    /** The jars of dependencies as a POM declares them, with all that they need; versions may be managed. */
    List<Path> of(String element, List<org.apache.maven.model.Dependency> dependencies) throws InvalidInputException {
        List<Dependency> roots = new ArrayList<>();
        for (org.apache.maven.model.Dependency declared : dependencies) {
            Dependency dependency = toDependency(declared);
            String its = dependency.getArtifact().getVersion();
            if (its.isEmpty()) {
                throw new InvalidInputException("%s: %s has no version, and the project does not manage it; give it one"
                        .formatted(element, declared.getManagementKey()));
            }
            roots.add(dependency.setScope("runtime")); // the POM seldom says one here; all that is listed is wanted
        }
        return resolve(element, roots, managed());
    }

    /** The project's own classes and what they need at run time. */
    List<Path> ofProject(String element) throws InvalidInputException {
        List<Path> classPath = new ArrayList<>();
        classPath.add(Path.of(project.getBuild().getOutputDirectory()));
        List<Dependency> roots = project.getDependencies().stream()
                .filter(dependency -> dependency.getScope() == null || RUNTIME_SCOPES.contains(dependency.getScope()))
                .map(this::toDependency)
                .toList();
        classPath.addAll(resolve(element + " (the project's own)", roots, managed()));
        return classPath;
    }

    private Dependency toDependency(org.apache.maven.model.Dependency declared) {
        Dependency dependency = RepositoryUtils.toDependency(declared, session.getArtifactTypeRegistry());
        if (!dependency.getArtifact().getVersion().isEmpty()) {
            return dependency;
        }
        return managed().stream()
                .filter(managed -> key(managed).equals(key(dependency)))
                .findFirst()
                .map(managed -> dependency.setArtifact(dependency
                        .getArtifact()
                        .setVersion(managed.getArtifact().getVersion())))
                .orElse(dependency);
    }

    /** All but the version. */
    private static List<String> key(Dependency dependency) {
        Artifact artifact = dependency.getArtifact();
        return List.of(
                artifact.getGroupId(), artifact.getArtifactId(), artifact.getExtension(), artifact.getClassifier());
    }

    private List<Dependency> managed() {
        DependencyManagement management = project.getDependencyManagement();
        return management == null
                ? List.of()
                : management.getDependencies().stream()
                        .map(dependency -> RepositoryUtils.toDependency(dependency, session.getArtifactTypeRegistry()))
                        .toList();
    }

    private List<Path> resolve(String what, List<Dependency> roots, List<Dependency> managed)
            throws InvalidInputException {
        if (roots.isEmpty()) {
            return List.of();
        }
        List<Path> known = found.get(roots);
        if (known != null) {
            return known;
        }
        DependencyRequest request = new DependencyRequest(
                new CollectRequest(roots, managed, remotes),
                (node, parents) -> node.getDependency() == null
                        || RUNTIME_SCOPES.contains(node.getDependency().getScope()));
        try {
            List<Path> paths = repositories.resolveDependencies(session, request).getArtifactResults().stream()
                    .map(result -> result.getArtifact().getFile().toPath())
                    .toList();
            found.put(roots, paths);
            return paths;
        } catch (DependencyResolutionException e) {
            throw new InvalidInputException(
                    "%s cannot be resolved: %s; see that the repositories can be reached, or run once without --offline"
                            .formatted(what, e.getMessage()),
                    e);
        }
    }
}
