/**
 * Headings of radiology and oncology reports in Spanish and English, as folded words (lower case,
 * no accents) joined by one space. Gathered from reports by reading; marks and brackets left out.
 */
import type { SectionKind } from './types.js';

const phrases: Readonly<Record<Exclude<SectionKind, 'organ' | 'body'>, string>> = {
  header: `paciente|nombre|nombre y apellidos|apellidos|edad|sexo|fecha|fecha de nacimiento|fecha del estudio
    |fecha de estudio|fecha del informe|fecha de informe|historia n|n historia|nhc|numero de historia|servicio
    |medico|medico solicitante|medico remitente|centro|hospital|estudio|estudio realizado|tipo de estudio
    |exploracion realizada|prueba|prueba realizada|examen|examen realizado|titulo|informe radiologico|radiologo
    |patient|patient name|name|age|sex|gender|date|date of birth|dob|date of exam|date of study|exam date|mrn
    |accession|accession number|physician|referring physician|requesting physician|ordering provider|radiologist
    |exam|examination|exam type|study|study type|procedure|test|title|modality`,
  indication: `indicacion|indicaciones|indicacion clinica|indicacion del estudio|indicacion de la prueba|motivo
    |motivo de consulta|motivo de la consulta|motivo de ingreso|motivo del ingreso|motivo del estudio
    |motivo de estudio|motivo de la exploracion|motivo de exploracion|motivo de peticion|motivo de la peticion
    |motivo de solicitud|motivo de la prueba|motivo clinico|datos clinicos|dato clinico|informacion clinica
    |clinica|justificacion|justificacion clinica|sospecha clinica|sospecha|sospecha diagnostica
    |orientacion diagnostica|diagnostico de presuncion|diagnostico presuntivo|peticion|pregunta|pregunta clinica
    |contexto clinico|resumen clinico|cuadro clinico|datos
    |indication|indications|clinical indication|clinical indications|indication for exam|indication for study
    |reason|reason for exam|reason for examination|reason for study|reason for referral|reason for test
    |reason for visit|reason for consultation|reason for procedure|clinical information|clinical info
    |clinical details|clinical data|clinical notes|clinical question|clinical statement|clinical|clinical context
    |clinical summary|clinical indication and history|clin|clin info|request|gp request|question|question to be answered
    |referral|referral reason|chief complaint|presenting complaint|presenting complaints|complaint`,
  history: `anamnesis|antecedentes|antecedente|antecedentes personales|antecedentes familiares|antecedentes oncologicos
    |antecedentes personales y familiares|antecedentes familiares y personales|antecedentes medicos
    |antecedentes quirurgicos|antecedentes patologicos|antecedentes clinicos|antecedentes de interes
    |antecedentes personales de interes|antecedentes familiares oncologicos|antecedentes oncologicos familiares
    |antecedentes ginecologicos|antecedentes ginecoobstetricos|antecedentes gineco obstetricos|ap personales
    |historia|historia clinica|historia oncologica|historia actual|historia de la enfermedad
    |historia de la enfermedad actual|historia oncologica previa|enfermedad actual|situacion actual|situacion basal
    |habitos|habitos toxicos|alergias|medicacion|medicacion habitual|medicacion actual|tratamiento habitual
    |tratamiento actual|tratamiento previo|descripcion del caso|caso clinico|presentacion del caso|caso
    |history|clinical history|hx|pmh|pmhx|hpi|past history|past medical history|medical history
    |history of present illness|history of presenting illness|present illness|patient history|oncologic history
    |oncological history|oncology history|surgical history|past surgical history|family history|social history
    |personal history|background|medications|current medications|allergies|case report|case presentation|case
    |case description|relevant history|patient information|presentation`,
  examination: `exploracion|exploracion fisica|exploracion fisica al ingreso|exploracion general|exploracion clinica
    |examen fisico|examen clinico|examen general|examen neurologico|exploracion neurologica|exploracion mamaria
    |exploracion ginecologica|exploracion abdominal|exploracion por aparatos|exploracion fisica y constantes
    |constantes|constantes vitales|signos vitales|estado general|auscultacion|auscultacion cardiopulmonar
    |auscultacion cardiaca|auscultacion pulmonar|auscultacion cardiorrespiratoria|auscultacion respiratoria
    |pruebas complementarias|pruebas complementarias realizadas|exploraciones complementarias
    |examenes complementarios|estudios complementarios|pruebas diagnosticas|pruebas realizadas|pruebas
    |pruebas de imagen|pruebas de laboratorio|tecnicas de imagen|examenes|analitica|analitica sanguinea
    |analitica de sangre|analitica completa|analitica general|analitica al ingreso|laboratorio|resultados analiticos|estudios de imagen|exploraciones radiologicas
    |pruebas radiologicas|pruebas analiticas|pruebas analiticas complementarias|radiologia
    |physical exam|physical examination|clinical examination|clinical findings|vital signs|vitals|review of systems
    |general examination|neurological examination|neurologic examination|complementary tests|additional tests
    |investigations|laboratory|laboratory data|laboratory findings|laboratory results|labs|diagnostic tests|imaging studies|imaging|diagnostic assessment|diagnostic workup|workup|work up`,
  technique: `tecnica|tecnicas|tecnica de estudio|tecnica de exploracion|tecnica del estudio|tecnica radiologica
    |tecnica empleada|tecnica utilizada|tecnica y protocolo|protocolo|protocolo de estudio|protocolo tecnico
    |metodo|metodologia|secuencias|secuencias realizadas|contraste|parametros tecnicos|dosis|dosis de radiacion|dlp
    |procedimiento|descripcion de la tecnica|proyecciones|medio de contraste|radiofarmaco|adquisicion
    |technique|techniques|exam technique|imaging technique|scan technique|protocol|imaging protocol|method|methods
    |methodology|sequences|seq|contrast|dose|radiation dose|views|projections|tracer|radiopharmaceutical
    |technical factors|procedure details|description of procedure|procedure description|acquisition`,
  comparison: `comparacion|comparaciones|comparativo|comparado con|estudio comparativo|estudios comparativos
    |estudio previo|estudios previos|estudios previos comparativos|comparacion con estudios previos
    |estudios anteriores|estudio anterior|previos|previo|informes previos
    |comparison|comparisons|comparison studies|comparison study|prior|priors|prior studies|prior study|prior exams
    |previous|previous studies|previous study|previous exams|previous imaging|prior imaging|correlation|comparison exam`,
  findings: `hallazgo|hallazgos|hallazgos radiologicos|hallazgos de imagen|hallazgos principales|hallazgos relevantes
    |hallazgos del estudio|otros hallazgos|hallazgos adicionales|hallazgos incidentales|hallazgo incidental|informe
    |informe de la exploracion|informe del estudio|informe ecografico|informe de resultados|descripcion
    |descripcion de hallazgos|descripcion de los hallazgos|resultado|resultados|reporte|cuerpo del informe
    |hallazgos en la autopsia|descripcion del estudio
    |finding|findings|imaging findings|radiologic findings|radiological findings|additional findings|other findings
    |incidental findings|incidental finding|report|full report|description|result|results|observations|observation
    |detailed findings|main findings|ct findings|mri findings|mr findings|ultrasound findings|pet findings
    |radiology report|body of report|narrative`,
  pathology: `anatomia patologica|anatomia patologica definitiva|informe anatomopatologico|informe de anatomia patologica
    |estudio anatomopatologico|estudio anatomo patologico|estudio histologico|estudio histopatologico
    |resultado anatomopatologico|diagnostico anatomopatologico|diagnostico anatomo patologico|diagnostico histologico
    |diagnostico histopatologico|histologia|histopatologia|inmunohistoquimica|ihq|estudio inmunohistoquimico|citologia
    |biopsia|biopsias|descripcion macroscopica|descripcion microscopica|macroscopia|microscopia|estudio molecular
    |examen histologico|pieza quirurgica|anatomia patologica de la pieza quirurgica|biologia molecular
    |pathology|surgical pathology|pathology report|pathological diagnosis|pathologic diagnosis|histology
    |histopathology|histologic diagnosis|histological diagnosis|immunohistochemistry|ihc|cytology|biopsy
    |gross description|microscopic description|macroscopic description|final pathologic diagnosis|specimen|specimens
    |molecular studies|molecular pathology|pathologic findings|pathological findings`,
  treatment: `tratamiento|tratamientos|tratamiento recibido|tratamiento realizado|tratamiento quirurgico
    |tratamiento oncologico|tratamiento y evolucion|tratamiento al alta|plan de tratamiento|plan terapeutico
    |actitud terapeutica|terapia|intervencion|intervencion quirurgica|intervenciones quirurgicas|cirugia
    |quimioterapia|radioterapia|actitud
    |treatment|treatments|therapy|treatment plan|therapeutic intervention|surgery|surgical treatment|chemotherapy
    |radiotherapy|radiation therapy|operation|operative procedure|management`,
  course: `evolucion|evolucion clinica|evolucion y tratamiento|evolucion posterior|evolucion y comentarios|curso clinico
    |curso|seguimiento clinico|evolucion de la enfermedad|evolucion y seguimiento
    |course|hospital course|clinical course|evolution|outcome|follow up and outcomes|follow up and outcome|progress
    |disease course|clinical evolution|outcome and follow up`,
  impression: `impresion|impresion diagnostica|impresion radiologica|impresion clinica|impresiones|conclusion|conclusiones
    |conclusion diagnostica|conclusion del estudio|diagnostico|diagnosticos|diagnostico radiologico
    |diagnostico principal|diagnostico final|diagnostico definitivo|diagnostico clinico|diagnostico diferencial
    |diagnosticos secundarios|diagnostico secundario|diagnostico al alta|diagnostico ecografico|juicio
    |juicio diagnostico|juicio clinico|juicio radiologico|juicio clinico radiologico|juicio clinicorradiologico|jc|jd|idx|id|ddx|dx|opinion|en suma|en resumen|resumen
    |sintesis|valoracion|valoracion global|interpretacion|comentario|comentarios|categoria|categoria final|lectura
    |impresion y recomendaciones|impresion y recomendacion|conclusion y recomendaciones|conclusion y recomendacion
    |juicio final|comentario final|comentarios finales|evaluacion final|resumen y conclusiones|a modo de conclusion|idg
    |impression|impressions|imp|conclusion|conclusions|conc|concl|opinion|diagnosis|diagnoses|final diagnosis
    |principal diagnosis|primary diagnosis|radiologic diagnosis|radiological diagnosis|differential diagnosis
    |differential|clinical diagnosis|discharge diagnosis|summary|interpretation|assessment|overall assessment
    |final assessment|assessment and plan|comment|comments|summary and conclusion|impression and recommendation
    |impression and recommendations|conclusion and recommendation|conclusion and recommendations|answer
    |in summary|in conclusion|final impression|overall impression|bottom line|read|wet read`,
  recommendation: `recomendacion|recomendaciones|sugerencia|sugerencias|se recomienda|se sugiere|plan|plan y recomendaciones
    |conducta|manejo|seguimiento|control|recomendacion y plan|plan de actuacion|comunicacion
    |recommendation|recommendations|suggestion|suggestions|plan|follow up|followup|follow up recommendation
    |follow up recommendations|suggested follow up|next steps|advice|communication|critical result
    |critical results|plan and recommendations`,
  codes: `codigo|codigos|codigos cie o|codigos cie o 3|codigo cie o|codigo cie o 3|cie o|cie o 3|cieo|cieo 3
    |codificacion|codificacion cie o|codificacion cie o 3|codificacion clinica|codigos cie 10|cie 10|cie 10 es
    |codigos diagnosticos|codigos morfologicos|morfologia cie o|morfologia cie o 3|ecie o|ecie o 3|ecie o 3 1|cie o 3 1
    |codigos cie o 3 1|codificacion ecie o 3 1|codigos ecie o 3 1|codigos icd o 3|codificacion icd o 3
    |code|codes|coding|icd o|icd o 3|icd o codes|icd o 3 codes|icd o code|icd o 3 code|icd codes|icd 10|icd 10 codes
    |icd 10 cm codes|diagnosis codes|diagnostic codes|morphology codes|icd o 3 morphology|icd o 3 coding|icdo|icdo 3
    |icd o coding|icd coding|cpt|cpt codes|exam code|codigo de examen`,
};

function readPhrases(): ReadonlyMap<string, SectionKind> {
  const kinds = new Map<string, SectionKind>();
  for (const [kind, list] of Object.entries(phrases) as [SectionKind, string][]) {
    for (const phrase of list.split('|')) kinds.set(phrase.trim(), kind);
  }
  return kinds;
}

/** Section kind of a heading's folded words joined by one space. */
export const headingKinds: ReadonlyMap<string, SectionKind> = readPhrases();

/** Headings that only a colon makes one: alone on a line they are an abbreviation or a plain word. */
export const needsColon: ReadonlySet<string> = new Set(
  `id|dx|jc|jd|ddx|idg|clin|seq|datos|contraste|contrast|control|caso|case|previo|previos|previous|prior
   |name|date|age|sex|test|title|paciente|patient|fecha|edad|sexo|nombre|centro|hospital|servicio|medico|procedure
   |biopsia|biopsias|biopsy|curso|course|read|views|surgery|cirugia|code|codigo|progress|imaging|pruebas|prueba
   |contexto clinico|dose|dosis|presentation|background|reason|pregunta|question|answer|request
   |estado general|se recomienda|se sugiere|en suma|en resumen|in summary|in conclusion|comparado con`
    .split('|')
    .map((phrase) => phrase.trim()),
);

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Nouns that name an organ or region, folded. A heading made of them (and `organHelpers`) is an organ heading. */
export const organNouns: ReadonlySet<string> = words(`
  higado vesicula vias biliares biliar coledoco pancreas bazo rinon rinones suprarrenal suprarrenales adrenales
  vejiga ureter ureteres uretra prostata utero endometrio miometrio cervix ovario ovarios anexo anexos vagina
  testiculo testiculos escroto epididimo pene estomago duodeno intestino intestinos yeyuno ileon colon sigma recto
  ano apendice ciego esofago peritoneo retroperitoneo mesenterio aorta cava porta vena venas arteria arterias vasos
  corazon pericardio mediastino hilios hilio hiliar pulmon pulmones pleura pleuras traquea bronquios bronquio
  diafragma torax abdomen pelvis cuello craneo cabeza cara encefalo cerebro cerebelo tronco troncoencefalo
  parenquima ventriculos ventricular cisternas meninges hipofisis silla orbita orbitas ojo ojos senos mastoides
  oido oidos laringe faringe nasofaringe orofaringe hipofaringe lengua amigdalas tiroides paratiroides parotida
  parotidas salivares submaxilares mama mamas axila axilas axilar ganglios adenopatias linfaticos hueso huesos oseo
  osea oseas columna vertebras vertebra sacro coxis costillas clavicula escapula esternon hombro codo muneca mano
  cadera rodilla tobillo pie femur tibia perone humero radio cubito rotula menisco meniscos ligamento ligamentos
  tendon tendones cartilago articulacion articulaciones musculos musculo supraespinoso infraespinoso subescapular
  medula canal discos disco extremidades miembros mmii mmss eeii eess piel placenta feto esqueleto corteza hipocampos
  hipocampo calloso mielinizacion fosa linea sustancia carotidas carotida vertebrales coronarias valvulas auricula
  rd ri lcr snc glandulas glandula labrum bursa manguito macizo calota boveda polo cayado seno via tallo bulbo region regiones
  surcos globos celdillas amigdala amigdalas nervio nervios plexo musculatura quiasma selar infratentorial
  supratentorial cuadriceps rotuliano colateral colaterales cruzado cruzados meniscal epiplon mesenterico
  liver gallbladder biliary bile duct ducts pancreas spleen kidney kidneys renal adrenal adrenals bladder ureter
  ureters urethra prostate uterus endometrium myometrium cervix ovary ovaries adnexa adnexae vagina testis testes
  testicle testicles scrotum epididymis stomach duodenum bowel gi gastrointestinal tract jejunum ileum colon rectum anus appendix
  cecum caecum esophagus oesophagus peritoneum retroperitoneum mesentery aorta ivc vein veins artery arteries vessels
  vasculature heart pericardium mediastinum hila hilum lung lungs pleura trachea airway airways bronchi diaphragm
  chest thorax abdomen pelvis neck skull head face brain cerebrum cerebellum brainstem parenchyma ventricles
  cisterns meninges pituitary sella orbit orbits globes sinuses mastoids ear ears larynx pharynx nasopharynx
  oropharynx tongue tonsils thyroid parathyroids parotid parotids breast breasts axilla axillae nodes node
  lymphatics lymph bone bones osseous skeleton skeletal spine vertebrae vertebral sacrum ribs clavicle scapula
  sternum shoulder elbow wrist hand hip hips knee ankle foot femur tibia fibula humerus radius ulna patella meniscus
  menisci ligament ligaments cruciates collaterals tendon tendons cartilage joint joints muscle muscles marrow cord
  conus canal discs disc extremities placenta fetus skin tissues cortex hippocampi callosum fossa matter midline
  carotids carotid coronaries valves musculoskeletal labrum cuff bursa calvarium scalp supraspinatus infraspinatus
  subscapularis acl pcl mcl lcl tfcc sulci gyri mechanism fibrocartilage quadriceps muscles omentum
  csf cns supratentorial infratentorial infraspinatus biceps globe nerves nerve vessel`);

/** Words that may stand beside an organ noun in an organ heading, folded. */
export const organHelpers: ReadonlySet<string> = words(`
  y e o de del la el los las con en derecho derecha izquierdo izquierda derechos izquierdos bilateral bilaterales
  superior inferior superiores inferiores anterior posterior medial lateral externo interno externa interna ambos
  ambas blanda blandas blandos partes pared espacio espacios extraaxial extraaxiales visible visibles incluido
  incluidos incluida lobulo lobulos base bases volumen zona central periferica transicion paranasales
  biliares intrahepatica extrahepatica grandes grueso delgado asas estructuras sistema turca posterior blanca gris
  cuerpo otros otras organos cervical oculares mastoideas optico opticos biliar extensor mayor menor
  largo corto porcion axila cerebral basal basales cerebrales cavidad cavidades cardiaca suprarrenal suprahepatica
  suprahepaticas renal renales vascular vasculares popliteo popliteos patelar femoral tibial cranial craneal interno ventricular dorsal lumbar sacra lumbosacra toracica toracico abdominal pelvico pelvica
  pelvis subcutaneo tejido tejidos celular abdominopelvica mamaria mamarias inguinales inguinal facial media medio
  and or of the with right left bilateral upper lower anterior posterior medial lateral external internal both soft
  tissue wall space spaces extra axial included visualized visualised visible imaged partially lobe lobes base
  bases volume zone central peripheral transition paranasal seminal large small great pulmonary intracranial
  structures system white gray grey other organs region cervical basal optic extensor cerebral thoracic dorsal lumbar abdominal pelvic
  mediastinal hilar csf rotator carpal common collecting systems cardiac major minor maxillofacial oral s`);
