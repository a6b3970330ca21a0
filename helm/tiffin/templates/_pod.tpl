{{/* What pods of the service's image share: those that serve, and those of bulk predictions. */}}

{{- define "tiffin.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "tiffin.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: ["ALL"]
{{- end }}

{{/* Where the settings are. */}}
{{- define "tiffin.env" -}}
- name: JDK_JAVA_OPTIONS
  value: {{ .Values.jvm.options | quote }}
- name: SPRING_CONFIG_ADDITIONAL_LOCATION
  value: file:/etc/tiffin/config/,file:/etc/tiffin/secrets/
{{- if ne .Values.store.profile "custom" }}
- name: SPRING_PROFILES_ACTIVE
  value: {{ .Values.store.profile }}
{{- end }}
{{- end }}

{{- define "tiffin.resources" -}}
{{- $resources := deepCopy .Values.resources }}
{{- if .Values.gpu.enabled }}
{{- $gpu := dict .Values.gpu.resourceName (toString .Values.gpu.count) }}
{{- $resources = mergeOverwrite $resources (dict "limits" $gpu) }}
{{- end }}
{{- toYaml $resources }}
{{- end }}

{{- define "tiffin.mounts" -}}
- name: data
  mountPath: /var/lib/tiffin
- name: tmp
  mountPath: /tmp
- name: config
  mountPath: /etc/tiffin/config
  readOnly: true
- name: secrets
  mountPath: /etc/tiffin/secrets
  readOnly: true
{{- if or .Values.models.existingClaim .Values.models.initContainers }}
- name: models
  mountPath: /models
  readOnly: true
{{- end }}
{{- end }}

{{/* All but the data directory. */}}
{{- define "tiffin.volumes" -}}
- name: config
  configMap:
    name: {{ include "tiffin.fullname" . }}
- name: secrets
  secret:
    secretName: {{ .Values.secretConfig.name }}
    {{- if eq .Values.security.mode "jwt" }}
    # Without keys there may be nothing that is secret.
    optional: true
    {{- end }}
- name: tmp
  emptyDir: {}
{{- if .Values.models.existingClaim }}
- name: models
  persistentVolumeClaim:
    claimName: {{ .Values.models.existingClaim }}
    {{- if not .Values.models.initContainers }}
    readOnly: true
    {{- end }}
{{- else if .Values.models.initContainers }}
- name: models
  emptyDir: {}
{{- end }}
{{- end }}

{{/* On which nodes. */}}
{{- define "tiffin.nodes" -}}
{{- $nodes := .Values.nodeSelector }}
{{- $tolerations := .Values.tolerations }}
{{- if .Values.gpu.enabled }}
{{- $nodes = merge (deepCopy .Values.nodeSelector) .Values.gpu.nodeSelector }}
{{- $tolerations = concat .Values.tolerations .Values.gpu.tolerations }}
{{- end }}
{{- with $nodes }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
